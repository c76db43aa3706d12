"""What words are under a question, whatever is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.core.understanding.answers import Sense, leaves, read_answer, spoken

YES = spoken("Kirim") | spoken("Ya, batalkan") | spoken("Tanyakan") | spoken("Hadir")
NO = spoken("Tetap jadi")

WHOLE = {
    Sense.YES: """
        ya|iya bu|muhun bu|setuju bu|saya setuju|oke bu setuju terima kasih|Yes, I agree|siap bu
        nggih bu matur nuwun|sip 👍|👍|👍🏽|gas|cocok|ok kirim|ok|boleh|bisa bu|lanjut|ya batalkan
        ok tanyakan|udah bener semua|monggo bu|leres bu|yes correct|insyaallah bisa|ga masalah bu
        gpp bu|dengan senang hati bu|bisa banget bu|oke deh|betul bu|inggih ndherek|ambo satuju
        acc bu|Yes I'll take it|ya boleh bu silakan|oke siap bu terima kasih infonya|mangga bu
        kirimkan bu|ya hadir bu|iya dibatalkan saja|betul, batalin semua|olo bu|send it|ayo bu
    """,
    Sense.NO: """
        tidak|gak jadi|ga usah bu|emoh bu|saya tidak setuju|ora iso|teu tiasa bu|mboten saged bu
        punten teu tiasa bu|ga mau paraf|belum bisa bu|maaf bu ga bisa|👎|jangan|tidak jadi bu
        bukan bu|tidak bisa|engga dulu ya bu|jangan dikirim dulu ya|ga mau bu|moal bu|skip dulu ya bu|lain kali aja bu|kurang setuju bu|sorry I can't make it|ga jadi batal|henteu bu|No|tetap jadi|ya tetap jadi aja bu
    """,
    Sense.DONE: "sudah|sudah bu|selesai bu|sampun bu|sudah saya baca bu|beres bu|udah dikumpul bu",
    Sense.LATER: """
        nanti ya|nanti dulu ya|sebentar ya bu|maaf bu lagi kerja nanti ya|lihat nanti|engke nya bu
        nanti sy tanya suami dulu ya bu|saya kabari lagi nanti ya bu|insyaallah|tanya suami dulu
        ok nanti dulu|besok ya bu|not yet|nanti saja bu|semoga bu
        insya Allah|nanti malam saya isi|belum bisa jawab sekarang bu|let me check|minta waktu bu
        tunggu sebentar bu
        belum tahu bu|insyaallah lihat nanti ya bu|diusahakan bu|belum bu
    """,
    Sense.THANKS: "terima kasih bu|Alhamdulillah, makasih bu 🙏|🙏|terima kasih infonya bu",
    Sense.REPEAT: "ulangi bu|tadi apa ya|coba ulangi",
}
BEYOND = {
    Sense.YES: "boleh, nanti saya ikut|mau bu, nanti saya sama ayahnya|bisa bu, suami saya yang menerima|siap bu besok saya ke sekolah|setuju bu. Aisyah sakit",
    Sense.NO: """
        sabtu ga bisa ya bu|maaf bu ga bisa hadir, ada acara keluarga|No, she can't come
        ga jadi ya bu, masuk kok|aduh maaf ga bisa, ada pelatihan|kamis ga bisa ya bu
    """,
    Sense.LATER: "sebentar bu saya cek kalender|malam ini saya baca ya|lihat sikon dulu ya bu|nanti ya bu, saya cek jadwal dulu|belum, jamnya keliru",
    Sense.CONDITION: """
        boleh tapi jangan kirim malam-malam ya|ok bu, tapi tolong jangan dimarahi|ikut kalau gratis bu
        kalau tidak hujan saya datang bu|boleh tapi jgn lama2 ya bu|bisa asal jangan pagi ya bu
        bisa asal jam 10 ke atas|kalau minggu saya bisa bu|ok tapi kirim besok pagi aja jam 6
        ya tapi geser ke minggu depan saja|ya kalau besok belum sembuh|iya bu tp agak siangan
        boleh bu jangan lama2 ya|hadir bu, tapi Aisyah sakit|sudah bu, tapi nomor 8 dia tidak bisa
    """,
    Sense.CORRECTION: "eh jam 10 maksudnya|eh lusa maksudnya|ya ampun salah kelas|eh jadi bisa bu",
    Sense.QUESTION: """
        datanya aman ngga bu?|maksudnya gimana bu?|jam berapa bu?|ini sampai ke siapa saja?
        yang mana ya bu maksudnya?|di zoom bisa?|keluarga sudah tahu belum?|minggu aja gimana bu
        kok bisa bu? di rumah dia pemalu|bisa diundur ga bu|boleh minta fotonya bu
    """,
    Sense.OTHER: """
        Aisyah demam bu, besok tidak masuk ya|nanti bapaknya yang menerima ya|Danu juga|jangan Kamis bu
        sabtu kami ga di rumah bu ya|catatan Danu: hari ini berani|suami lagi dinas luar kota|😡
        semoga lekas sembuh bu|gpp bu buat yang lain saja|anaknya ga mau makan bu
    """,
}


def table(of: dict[Sense, str]) -> list[tuple[Sense, str]]:
    lines = [(sense, line) for sense, lines in of.items() for line in lines.strip().split("\n")]
    return [(sense, words.strip()) for sense, line in lines for words in line.split("|")]


@pytest.mark.parametrize(("sense", "words"), table(WHOLE))
def test_plain_answers(sense: Sense, words: str) -> None:
    answer = read_answer(words, YES, NO)
    assert (answer.sense, answer.whole) == (sense, True)


@pytest.mark.parametrize(("sense", "words"), table(BEYOND))
def test_answers_with_more_behind_them(sense: Sense, words: str) -> None:
    answer = read_answer(words, YES, NO)
    assert answer.sense is sense
    assert not answer.whole or words == "😡"


def test_what_stands_behind_a_plain_answer() -> None:
    answer = read_answer("hadir bu. Besok Aisyah izin ke dokter ya", YES)
    assert (answer.sense, answer.whole, answer.head) == (Sense.YES, False, Sense.YES)
    assert answer.rest == "Besok Aisyah izin ke dokter ya"


@pytest.mark.parametrize("words", ["batal", "batal aja bu", "ga jadi bu", "cancel"])
def test_words_that_leave_what_was_begun(words: str) -> None:
    assert leaves(words)


@pytest.mark.parametrize(
    "words", ["ya batalkan", "ya batal", "batalkan", "jangan dibatalkan", "ga jadi batal", "tidak"]
)
def test_words_that_leave_nothing(words: str) -> None:
    assert not leaves(words)


@pytest.mark.parametrize("words", ["sabtu jam 9 bisa bu", "PR mtk sudah", "iya bu", "makasih bu"])
def test_a_yes_may_be_guessed_where_the_words_agree(words: str) -> None:
    assert read_answer(words).may_agree


@pytest.mark.parametrize(
    "words", ["maaf bu sabtu saya masuk kerja", "nanti saya pilih ya bu", "udah ga perlu bu"]
)
def test_no_yes_is_guessed_where_they_do_not(words: str) -> None:
    assert not read_answer(words).may_agree


def test_what_was_said_before_an_answer_is_not_forgotten() -> None:
    answer = read_answer("Aisyah masih lemas, siap bu")
    assert (answer.sense, answer.whole) == (Sense.YES, False)


def test_a_word_is_a_yes_only_where_the_question_has_it() -> None:
    assert read_answer("undang").sense is Sense.OTHER
    assert read_answer("undang bu", spoken("Undang")).sense is Sense.YES


@given(st.text(max_size=200))
def test_no_words_are_too_odd(words: str) -> None:
    assert read_answer(words).sense in Sense


@given(st.sampled_from(table(WHOLE)), st.sampled_from(["tidak jadi", "nanti dulu"]))
def test_a_yes_with_a_no_behind_it_is_no_plain_yes(said: tuple[Sense, str], more: str) -> None:
    sense, words = said
    answer = read_answer(f"{words}, {more}", YES, NO)
    assert sense is not Sense.YES or answer.sense is not Sense.YES or not answer.whole
