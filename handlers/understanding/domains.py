"""Which side of a child a teacher's note is about."""

from __future__ import annotations

from handlers.understanding.reading import Reading

DOMAIN_WORDS = {
    "worship": "sholat shalat solat dhuha doa mengaji ngaji hafalan hafal juz surat quran iqro iqra wudhu "
    "wudu ibadah tahfidz tahfiz murojaah hadits hadis puasa dzikir jilid tilawah tadarus azan adzan "
    "berdoa jamaah imam ayat ummi sembahyang misa gereja alkitab tajwid dzuhur asmaul husna ngabul",
    "health": "sakit demam pusing muntah uks kuku kutu batuk pilek luka jatuh mimisan lemas pucat panas "
    "sehat gigi mata badan tinggi berat mandi kebersihan bersih bau kotor keringat alergi sarapan makan "
    "obat diare perut gatal rambut mual bengkak kesehatan berdarah kejedot benjol ngompol minum telinga "
    "kacamata penglihatan pendengaran gizi imunisasi diplester plester demam keseleo pup bab bisul",
    "behaviour": "berkelahi bertengkar memukul mukul tengkar pukul bohong berbohong terlambat telat bolos "
    "disiplin tugas mengumpulkan kumpul mengerjakan pr membantu menolong bantu jujur sopan santun "
    "kasar mengganggu ganggu berkata ribut ramai gaduh mengejek ejek merusak rusak mencuri mengambil piket "
    "tertib aturan patuh tanggung jawab hp bercanda jahil menendang kabur ngobrol mencontek nyontek "
    "merokok rokok hormat membuang sampah perilaku kelakuan sikap antri mendorong dorong ijin nurut "
    "membantah asyik sibuk gangguan nakal usil menggigit gigit berebut rebutan teriak",
    "affective": "menangis nangis murung sedih malu berani percaya diri pede senang gembira ceria takut "
    "cemas marah ngambek teman berteman bergaul berbagi pendiam diam menyendiri sosial emosi emosional "
    "manja mandiri antusias semangat motivasi minder rindu kangen empati perasaan gugup sensitif "
    "akrab bersosialisasi tantrum cemberut bahagia peduli sayang tampil maju rewel hati ramah",
    "psychomotor": "menulis tulis tulisan menggunting gunting mewarnai warna menggambar gambar melukis "
    "lari voli bola lompat motorik senam menari tari olahraga renang tendang lempar kerajinan melipat "
    "menempel meronce prakarya karya basket futsal bulutangkis silat taekwondo gerak kolase keterampilan "
    "memotong menjahit anyam angklung musik pianika rapi memegang pensil kelenturan badminton gitar "
    "origami jongkok keseimbangan karate drumband suling marching atletik",
    "cognitive": "nilai ulangan membaca baca berhitung hitung matematika perkalian pembagian pecahan "
    "pelajaran materi paham memahami pemahaman remedial kkm lancar mengeja eja huruf angka tes ujian soal "
    "ipas ipa bahasa inggris olimpiade mengenal penjumlahan pengurangan konsentrasi fokus menjawab "
    "tersendat kosakata peringkat cerdas bacaan lulus uts uas akademik calistung latihan membilang "
    "konsep menghitung mengerti tuntas skor pertanyaan menyimak",
    "other": "botol tertinggal ketinggalan buku bukunya sampul tas seragam sepatu topi dasi jaket bekal "
    "pensil kotak alat tulis perlengkapan lks paket hilang membawa bawa uang atribut kaos helm payung "
    "seragamnya tumbler dibawa dinamai mukena sarung penghapus lupa",
}
WEIGHTS = {"other": 0.9, "psychomotor": 1.15, "worship": 1.6, "health": 1.3, "behaviour": 1.0, "cognitive": 1.1}
SETS = {domain: frozenset(words.split()) for domain, words in DOMAIN_WORDS.items()}
NAMED = {
    "kognitif": "cognitive", "afektif": "affective", "psikomotor": "psychomotor",
    "psikomotorik": "psychomotor", "ibadah": "worship", "perilaku": "behaviour",
    "kesehatan": "health", "sikap": "behaviour", "keagamaan": "worship", "akademik": "cognitive",
    "emosi": "affective", "kedisiplinan": "behaviour", "spiritual": "worship",
}  # fmt: skip
STRONG = {
    "kuku": "health", "kutu": "health", "uks": "health", "berkelahi": "behaviour",
    "mengumpulkan": "behaviour", "kumpul": "behaviour", "mimisan": "health", "murung": "affective",
    "sholat": "worship", "hafalan": "worship", "ulangan": "cognitive", "pede": "affective",
    "mewarnai": "psychomotor", "menggunting": "psychomotor", "menangis": "affective", "lari": "psychomotor", "ketinggalan": "other",
}  # fmt: skip


def domain_of(reading: Reading) -> str:
    """The domain with most words for it; "other" where nothing speaks for any."""
    head = [word.text for word in reading.words[:6]]
    for place, text in enumerate(head):
        if text in NAMED and ":" in head[place : place + 4]:
            return NAMED[text]
    points = dict.fromkeys(SETS, 0.0)
    for word in reading.words:
        for domain, known in SETS.items():
            if word.text in known or word.root in known:
                points[domain] += WEIGHTS.get(domain, 1.0)
        strong = STRONG.get(word.text) or STRONG.get(word.root)
        if strong:
            points[strong] += 1.5
    best = max(points, key=lambda domain: points[domain])
    return best if points[best] else "other"
