"""The words of the calendar and the clock."""

from __future__ import annotations

WEEKDAYS = {
    word: number
    for number, words in enumerate(
        (
            "senin senen sen snin monday seneng1 senn mon",
            "selasa slasa selaso salasa tuesday slsa slasa selas sls tue",
            "rabu rebo rabo rebu salasai wednesday rabuu rb rbu wed",
            "kamis kemis kamih thursday kms kmis thu",
            "jumat jumaat jumuah jemuah jumahat friday jmt jum jmat fri",
            "sabtu setu saptu satu1 saturday sbtu sbt sabtuu saniscara sat saturdai sapto",
            "ahad akad sunday redite minggu1 ngahad sun",
        )
    )
    for word in words.split()
}

MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "januari jan januwari january",
            "februari feb pebruari february peb",
            "maret mar march mrt",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agt ags agust aug august agus",
            "september sept sep",
            "oktober okt october oct",
            "november nov nop nopember",
            "desember des dec december",
        ),
        start=1,
    )
    for word in words.split()
}

NUMBERS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "sebelas": 11, "setunggal": 1, "kalih": 2, "loro": 2, "rong": 2,
    "telu": 3, "tilu": 3, "opat": 4, "duo": 2, "tigo": 3, "kalihh": 2, "dalapan": 8, "salapan": 9,
    "papat": 4, "sekawan": 4, "gangsal": 5, "nem": 6, "pitu": 7, "wolu": 8, "sanga": 9, "genep": 6,
    "one": 1, "two": 2, "three": 3, "siji": 1, "hiji": 1, "telung": 3, "tigang": 3, "patang": 4,
}  # fmt: skip

PRAYERS = {
    word: clock
    for clock, words in {
        (5, 0): "subuh shubuh sbuh subuhan fajr",
        (
            12,
            30,
        ): "dzuhur zuhur dhuhur duhur zhuhur lohor luhur dzhuhur dhuhr zduhur dzuhuran duhuran",
        (13, 0): "jumatan jum'atan sholat_jumat",
        (15, 30): "ashar asar asr ashr asharan ashyar",
        (18, 30): "maghrib magrib mahgrib maghriban magriban mgrib magerib",
        (19, 30): "isya isha isa' isyak isyaan",
    }.items()
    for word in words.split()
}

PARTS = {"pagi", "siang", "sore", "malam", "subuh", "dini"}
PAST = {"kemarin", "tadi", "lalu", "semalam", "telanjur", "terlanjur"}
