"""An Indonesian name as Japan writes it: a suggestion in katakana, for somebody who knows to look at.

    suggested("Siti Aminah")  →  "シティ・アミナ"
    suggested("Suparno")      →  "スパルノ"

Sound by sound, as the name is spoken in Indonesia: C is "ch", SY is "sh", V is "f", the old OE is "u", an H at the end
is not heard. A word stays a word, so a name of one word has no dot; an initial becomes the name of its letter.
There is no official table: what an employer or a school has written before stands above it (`placements.naming`).
"""

import re
import unicodedata

DOT = "・"
# After each consonant: with A, I, U, E, O, and alone.
ROWS = {
    "": ("ア", "イ", "ウ", "エ", "オ", ""),
    "K": ("カ", "キ", "ク", "ケ", "コ", "ク"),
    "G": ("ガ", "ギ", "グ", "ゲ", "ゴ", "グ"),
    "S": ("サ", "シ", "ス", "セ", "ソ", "ス"),
    "SY": ("シャ", "シ", "シュ", "シェ", "ショ", "シュ"),
    "Z": ("ザ", "ジ", "ズ", "ゼ", "ゾ", "ズ"),
    "J": ("ジャ", "ジ", "ジュ", "ジェ", "ジョ", "ジ"),
    "T": ("タ", "ティ", "トゥ", "テ", "ト", "ト"),
    "C": ("チャ", "チ", "チュ", "チェ", "チョ", "チ"),
    "D": ("ダ", "ディ", "ドゥ", "デ", "ド", "ド"),
    "N": ("ナ", "ニ", "ヌ", "ネ", "ノ", "ン"),
    "NY": ("ニャ", "ニ", "ニュ", "ニェ", "ニョ", "ン"),
    "NG": ("ンガ", "ンギ", "ング", "ンゲ", "ンゴ", "ン"),
    "H": ("ハ", "ヒ", "フ", "ヘ", "ホ", "フ"),
    "F": ("ファ", "フィ", "フ", "フェ", "フォ", "フ"),
    "B": ("バ", "ビ", "ブ", "ベ", "ボ", "ブ"),
    "P": ("パ", "ピ", "プ", "ペ", "ポ", "プ"),
    "M": ("マ", "ミ", "ム", "メ", "モ", "ム"),
    "Y": ("ヤ", "イ", "ユ", "イェ", "ヨ", "イ"),
    "R": ("ラ", "リ", "ル", "レ", "ロ", "ル"),
    "W": ("ワ", "ウィ", "ウ", "ウェ", "ウォ", "ウ"),
}
VOWELS = "AIUEO"
LETTERS_SPOKEN = """
A エー B ビー C シー D ディー E イー F エフ G ジー H エイチ I アイ J ジェー K ケー L エル M エム N エヌ O オー P ピー
Q キュー R アール S エス T ティー U ユー V ブイ W ダブリュー X エックス Y ワイ Z ゼット
"""
LETTERS = dict(zip(LETTERS_SPOKEN.split()[::2], LETTERS_SPOKEN.split()[1::2], strict=True))
# Spellings of one sound, old and new, in this order: CH is "h" in Achmad and Mochamad, and "ch" in Chandra.
SPELLINGS = [
    (r"^(M[UO])CH|^CH(?=[AO]I)|CH(?![AIUEO])", r"\1H"), (r"OE", "U"), (r"DJ", "J"), (r"TJ|CH", "C"),
    (r"S[JH](?=[AIUEO])", "SY"), (r"KH", "H"), (r"TH", "T"), (r"DH", "D"), (r"GH", "G"), (r"BH", "B"), (r"PH|V", "F"),
    (r"DZ|ZH", "Z"), (r"TS", "S"), (r"CK|Q", "K"), (r"X", "KS"), (r"L", "R"), (r"NGG(?=[AIUEO])", "NG"), (r"^NG", "G"),
    (r"([HMRWY])\1+(?<!MM)", r"\1"), (r"(?<=[AIUEO])H$", ""), (r"([TDK])Y(?=[AIUEO])", r"\1IY"),
    (r"(?<![AIUEO])Y(?![AIUEO])", "I"),
]  # fmt: skip
SYLLABLE = re.compile(r"(SY|NY|NG|[KGSZJTCDNHFBPMYRW]?)([AIUEO]?)")
DOUBLE = re.compile(r"([KGSZJTCDFBP])\1")


def suggested(name: str) -> str:
    """Katakana for a name; empty where nothing of it can be read."""
    text = unicodedata.normalize("NFKD", name).upper()
    plain = re.sub(r"['’‘`´]", "", "".join(sign for sign in text if not unicodedata.combining(sign)))
    return DOT.join(_word(word) for word in re.findall(r"[A-Z]+", plain))


def _word(word: str) -> str:
    if len(word) == 1:
        return LETTERS[word]
    for written, heard in SPELLINGS:
        word = re.sub(written, heard, word)
    return "".join(_syllable(word, found) for found in SYLLABLE.finditer(word))


def _syllable(word: str, found: re.Match[str]) -> str:
    consonant, vowel = found.groups()
    before, after = word[: found.start()], word[found.end() :]
    if not vowel and DOUBLE.match(word, found.start()):
        return "ッ"  # the first of two, of which a vowel follows only the second
    if not vowel and consonant == "M" and after[:1] in {"B", "P", "M"}:
        return "ン"
    if not vowel and consonant == "T" and not after and before[-1:] in set(VOWELS):
        return "ット"  # cut off short, as in Rahmat
    if vowel and not consonant and before[-1:] == vowel:
        return "ー"
    return ROWS[consonant][VOWELS.index(vowel) if vowel else -1]
