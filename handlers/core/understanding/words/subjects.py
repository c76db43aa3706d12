"""School subjects, as they are called and as they are shortened."""

from __future__ import annotations

SUBJECTS = {
    "matematika": "matematika mtk mat math maths mtka matik mate-matika matematik mm metik",
    "bahasa indonesia": "bindo b_indo b_indonesia bhs_indonesia bahasa_indonesia bind bin bhs_indo "
    "bahasa_indo b_ind basa_indonesia",
    "bahasa inggris": "b_inggris bhs_inggris bahasa_inggris inggris english bing b_ing b_inggr "
    "binggris bhs_ing bahasa_ing",
    "bahasa jawa": "b_jawa bhs_jawa basa_jawa bahasa_jawa bjawa boso_jowo bahasa_jowo aksara_jawa",
    "bahasa sunda": "b_sunda bhs_sunda basa_sunda bahasa_sunda bsunda sundanya",
    "bahasa bali": "b_bali bhs_bali basa_bali bahasa_bali bbali",
    "bahasa arab": "b_arab bhs_arab bahasa_arab barab",
    "bahasa minang": "bahasa_minang bam",
    "bahasa madura": "bahasa_madura b_madura bhs_madura",
    "bahasa bugis": "bahasa_bugis",
    "bahasa batak": "bahasa_batak",
    "bahasa daerah": "bahasa_daerah mulok bhs_daerah",
    "bahasa mandarin": "mandarin bahasa_mandarin b_mandarin",
    "ipas": "ipas",
    "ipa": "ipa sains science",
    "ips": "ips",
    "ppkn": "ppkn pkn pancasila pendidikan_pancasila pendidikan_kewarganegaraan pp",
    "pai": "pai agama agama_islam pendidikan_agama_islam pendidikan_agama hafalan doa hadits hadis "
    "mengaji ngaji tahfidz tahfiz iqro iqra tahsin murojaah murajaah btq pai_bp",
    "pjok": "pjok olahraga penjas penjaskes penjasorkes or",
    "sbdp": "sbdp seni_rupa seni_budaya sbk seni senbud kesenian seni_musik seni_tari",
    "prakarya": "prakarya keterampilan",
    "informatika": "informatika tik komputer koding coding",
    "fiqih": "fiqih fikih fiqh",
    "akidah akhlak": "akidah_akhlak aqidah_akhlak akidah aqidah",
    "ski": "ski",
    "quran hadits": "quran_hadits quran_hadis qurdis alquran_hadits",
    "tematik": "tematik",
    "plbj": "plbj",
}

SUBJECT_WORDS = frozenset(
    part for forms in SUBJECTS.values() for form in forms.split() for part in form.split("_")
    if len(part) > 2
)  # fmt: skip
