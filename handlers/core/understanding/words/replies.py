"""The words that answers are made of, in their canonical form: "ga" stands here as "tidak"."""

from __future__ import annotations

from handlers.core.understanding.words.tables import words_in

YES = words_in(
    """
    ya oke siap setuju boleh bisa baik benar betul mau silakan sip sepakat gas gaskan gass cocok
    lanjut lanjutkan pasti tentu senang hati bersedia berkenan sanggup monggo mantap bener satuju
    satujueun agree correct sure yup fine deal there come miring acc ayo hayuk yuk gaskeun gasken
    """
)
NOT = words_in(
    "tidak jangan bukan emoh ogah wegah moh nolak menolak tolak keberatan no cannot kurang"
)
REFUSING = words_in("skip berhalangan pass")
UNDOES = words_in("hapus hapuskan lupakan urungkan abaikan")
"""A no to what is drafted; a yes where it is asked whether something is to be off."""
ABLE = words_in(
    """
    bisa boleh mau jadi usah perlu memungkinkan mungkin setuju ikut hadir datang sempat sanggup bersedia berkenan benar
    betul begitu cocok lanjut paraf kirim dapat ingin butuh minat agree
    """
)
DONE = words_in("sudah selesai beres tuntas rampung kelar done finished")
BESIDE_DONE = words_in(
    "kerja kerjakan kumpul kumpulkan bawa baca paraf tanda tangan terima isi bayar lihat simak"
)
FINE = words_in("masalah apa keberatan mengapa kenapa")
"""Behind a "tidak" they make a yes: "ga masalah bu"."""
ASIDE = words_in(
    """
    bu pak ibu bapak bun bunda ayah guru min miss kak mbak mas ustadz ustadzah wali kelas
    ya iya coba dong deh lah kok sih nih tuh kah toh atuh mah sok ah oh hehe he hihi wah nah eh
    maaf mohon tolong terima kasih banyak sekali banget sangat alhamdulillah bismillah masyaallah
    assalamualaikum waalaikumsalam salam selamat pagi siang sore malam bilang sama dengan
    saya kami aku kita saja aja langsung sekarang semua semuanya itu ini informasi info infonya
    sudah atas perhatian kabar nya perhatiannya insyaallah dear please thanks i we ill will be take
    it this them with too yes she he they see you allah aduh waduh duh hadeh oh oiya btw ampun hmm ke
    """
)
"""What may stand beside a yes or no without saying anything more."""
POLITE = words_in("terima kasih alhamdulillah syukron suwun nuhun jazakallah")
WAIT = words_in("nanti sebentar tunggu dulu entar belum sabar besok lagi lihat")
BESIDE_WAIT = words_in(
    """
    nanti sebentar tunggu dulu belum sabar besok lagi kerja sibuk sempat jawab baca lihat kabar
    kabari kabarin balas pikir pikirkan sampai rumah di jalan masih aku lah ditunggu yet later now
    not rapat mengajar ngajar oke siap ya baik selesai pulang cek saya kami tidak sekarang pasti
    tahu bisa jawabnya sehabis habis setelah makan mandi masak motor nyetir jangan kirim simpan
    undang tanya umumkan isi tulis lengkapi susun rekap pastikan konfirmasi
    """
)
THINGS = words_in(
    "kunjungan rapat undangan slot pertemuan catatan pengumuman pr tugas pesan absen laporan jam keluarga ortu wali murid"
)
"""What is asked about, named once more: "ya batalkan kunjungannya"."""
SENDS = words_in("sebar sebarkan bagikan umumkan siarkan sampaikan share publish")
"""What a yes to sending may be followed by: "sip, sebarkan"."""
UNPROMISED = words_in("pastikan janji janjikan jawab konfirmasi putuskan kabari kabarin")
BEGGED = words_in("minta tanya tahu lihat pinjam dibantu request dengar ketemu bertemu")
"""Behind "boleh" they make a question of it."""
POSTPONED = words_in(
    """
    baca lihat cek jawab balas kabar kabari kabarin tanya isi pikir pastikan konfirmasi tahu kirim
    pelajari putuskan paraf kerjakan kerja dulu tulis lengkapi
    """
)
"""With "nanti" they put an answer off: what follows it otherwise is only how it will be."""
DOUBT = words_in(
    """
    semoga mungkin usahakan diusahakan usahain tergantung ragu kabari kabarin pikir pikirkan
    pertimbangkan kayaknya sepertinya moga mudah-mudahan kemungkinan mudah rasanya besar kemungkinannya
    """
)
ASKED = words_in("suami istri bapak ayah ibu mama papa dulu keluarga anak orang papanya anaknya")
IF = words_in(
    """
    tapi asal asalkan kalau jika kecuali syarat namun mending mendingan lebih agak bisanya geser
    mundur mundurkan maju majukan pindah ganti undur tunda cuma hanya enakan
    """
)
AGAIN = words_in("ulangi ulang ulangin diulang repeat again")
MEANT = words_in("maksud maksudnya ralat koreksi harusnya seharusnya salah keliru")
KIN = words_in(
    "nenek kakek ayah ibu bapak suami istri om tante kakak bibi paman pengasuh mbah oma opa papa"
)
COMES = words_in("rumah datang hadir wakil ganti jemput terima antar ikut temani")
WONDERING = words_in("berapa bagaimana kapan siapa mana kenapa apakah gimana")
