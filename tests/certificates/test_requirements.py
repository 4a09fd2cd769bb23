"""What a result proves: a pure rule, tried over all its inputs."""

from hypothesis import given
from hypothesis import strategies as st

from certificates.enums import ExemptionKind, Level, TestKind
from certificates.requirements import exempts, lacking, proves

categories = st.sampled_from(["agri_crop", "agri_livestock", "nursing_care", "auto_repair", "aviation_ground_handling"])


@given(
    st.sampled_from(TestKind.values), st.sampled_from(["", *Level.values]), st.none() | st.integers(0, 300), categories
)
def test_a_failed_test_proves_nothing(test, level, score, category):
    assert proves(test=test, passed=False, level=level, score=score, work_category=category) == []


@given(st.integers(0, 400))
def test_jft_counts_from_200_to_250(score):
    assert bool(proves(test=TestKind.JFT_BASIC, passed=True, score=score)) is (200 <= score <= 250)


@given(st.sampled_from(Level.values))
def test_jlpt_counts_from_n4_up(level):
    assert bool(proves(test=TestKind.JLPT, passed=True, level=level)) is (level != "N5")


@given(categories, st.sets(categories))
def test_a_skill_test_counts_for_its_own_category_only(category, accepted):
    held = set(proves(test=TestKind.SKILL, passed=True, work_category=category))
    assert lacking(["skill"], held, accepted) == ([] if category in accepted else ["skill"])


def test_other_tests_never_count():
    assert proves(test=TestKind.OTHER, passed=True, level="N1", score=250, work_category="agri_crop") == []


def test_trainee_of_another_occupation_is_exempt_from_language_only():
    assert exempts(kind=ExemptionKind.TITP2, work_category="auto_repair") == ["language", "skill:auto_repair"]
    assert "care_language" in exempts(kind=ExemptionKind.TITP2, work_category="nursing_care")
    assert exempts(kind=ExemptionKind.TITP2) == ["language"]
