"""Every reason to refuse a row and every warning, in the order in which they are told. Other programs rely on them."""

REASONS = (
    "name_missing",
    "nik_missing",
    "nik_length",
    "nik_format",
    "nik_precision_lost",
    "nik_region",
    "nik_birth_date",
    "nik_serial",
    "nik_dob_mismatch",
    "nik_sex_mismatch",
    "dob_unparseable",
    "phone_missing",
    "phone_invalid",
    "phone_not_mobile",
    "kelurahan_missing",
    "kelurahan_unknown",
    "kelurahan_ambiguous",
    "outside_kota_serang",
    "duplicate_in_file",
    "duplicate_registered",
)
WARNINGS = (
    "under_18_guardian_consent",
    "phone_multiple",
    "sector_unknown",
    "sector_multiple",
    "sex_derived_from_nik",
    "dob_derived_from_nik",
    "region_unknown",
)
IMPORT, REJECT = "import", "reject"


def in_order(codes: set[str]) -> list[str]:
    """As they stand in the contract."""
    return [code for code in (*REASONS, *WARNINGS) if code in codes]
