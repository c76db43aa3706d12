"""What the bot asks after a visit, part by part and by kind, and what the family reads."""

from __future__ import annotations

from handlers.core.notices import kinds
from handlers.core.talk import Text
from handlers.core.talk.texts import Claim
from handlers.core.talk.words import LATER, REPLY, SKIP
from handlers.core.understanding.matters.visits import Part
from models.visit import Kind

SHARED = (Part.CONDITIONS, Part.SAID, Part.AGREEMENTS, Part.NEXT)
"""What the family reads. `PRIVATE` is never among them."""
_ALL = tuple(Part)
PARTS = {
    Kind.SICK: (Part.CONDITIONS, Part.SAID, Part.NEXT, Part.PRIVATE),
    Kind.CONDOLENCE: (Part.CONDITIONS, Part.PRIVATE),
}


def parts_of(kind: Kind) -> tuple[Part, ...]:
    """The parts that are asked for, in order: the sick and the grieving promise nothing."""
    return PARTS.get(kind, _ALL)


_CONDITIONS = Text(
    "visit_report.conditions",
    id="Bagaimana kondisi belajar di rumah?",
    en="What are the conditions for learning at home?",
)
QUESTIONS = {
    Part.CONDITIONS: _CONDITIONS,
    Part.SAID: Text(
        "visit_report.said", id="Apa yang disampaikan keluarga?", en="What did the family say?"
    ),
    Part.AGREEMENTS: Text(
        "visit_report.agreements",
        id="Apa saja kesepakatannya? Satu baris satu kesepakatan, dengan siapa dan sampai kapan, "
        "misalnya: Ibu mendampingi belajar 15 menit tiap malam sampai 20 Des",
        en="What was agreed? One line each, with who and until when, such as: Ibu mendampingi "
        "belajar 15 menit tiap malam sampai 20 Des",
    ),
    Part.NEXT: Text(
        "visit_report.next",
        id="Kapan kunjungan berikutnya? Misalnya: 20 Februari",
        en="When is the next visit? Such as: 20 Februari",
    ),
    Part.PRIVATE: Text(
        "visit_report.private",
        id="Catatan pribadi? Hanya Ibu/Bapak dan kepala sekolah yang bisa membacanya; tidak "
        "dikirim ke keluarga.",
        en="Private remarks? Only you and the principal can read them; they are not sent to the "
        "family.",
    ),
}
_FIRST = {
    Kind.SICK: Text(
        "visit_report.sick", id="Bagaimana keadaan Ananda?", en="How is the child doing?"
    ),
    Kind.CONDOLENCE: Text(
        "visit_report.condolence",
        id="Adakah yang perlu dicatat dari takziah tadi?",
        en="Is there anything to be noted of your visit of condolence?",
    ),
}


def question(part: Part, kind: Kind) -> Text:
    return _FIRST.get(kind, _CONDITIONS) if part is Part.CONDITIONS else QUESTIONS[part]


LABELS = {
    Part.CONDITIONS: Text("visit_report.label_conditions", id="Kondisi belajar", en="Conditions"),
    Part.SAID: Text("visit_report.label_said", id="Kata keluarga", en="The family said"),
    Part.AGREEMENTS: Text("visit_report.label_agreements", id="Kesepakatan", en="Agreements"),
    Part.NEXT: Text("visit_report.label_next", id="Kunjungan lanjutan", en="Next visit"),
    Part.PRIVATE: Text("visit_report.label_private", id="Catatan pribadi", en="Private remarks"),
}
_FIRST_LABELS = {
    Kind.SICK: Text("visit_report.label_sick", id="Keadaan Ananda", en="How the child is"),
    Kind.CONDOLENCE: Text("visit_report.label_condolence", id="Catatan", en="Notes"),
}


def label(part: Part, kind: Kind) -> Text:
    if part is Part.CONDITIONS and kind in _FIRST_LABELS:
        return _FIRST_LABELS[kind]
    return LABELS[part]


SHOWN = Text("visit_report.shown", id="{label}: {words}", en="{label}: {words}")
LISTED = Text("visit_report.listed", id="{label}:\n{words}", en="{label}:\n{words}")

FINISH = Text("visit_report.finish", id="Selesai", en="Finish")
ASK = Text(
    "visit_report.ask",
    id="Tentang {child}. Terima kasih sudah berkunjung. {question}\n\nJawab di sini, kirim pesan "
    "suara, atau tulis seluruh laporannya sekaligus. Tiap bagian boleh dilewati.",
    en="About {child}. Thank you for your visit. {question}\n\nAnswer here, send a voice note, or "
    "write the whole report at once. Every part may be skipped.",
    template=True,
    buttons=(SKIP, LATER),
)
NEXT_QUESTION = Text(
    "visit_report.next_question", id="{child}. {question}", en="{child}. {question}"
)
PUT_OFF = Text(
    "visit_report.put_off",
    id="Baik. Kapan saja, tulis: laporan kunjungan {child}",
    en="All right. At any time write: laporan kunjungan {child}",
)
NO_DAY = Text(
    "visit_report.no_day",
    id="Saya belum menangkap tanggalnya. Tulis misalnya: 20 Februari",
    en="I did not catch the day. Write, for example: 20 Februari",
)
PREVIEW = Text(
    "visit_report.preview",
    id="Tentang {child}. Laporan {kind}, {day}.\n\nUntuk keluarga:\n{shared}{held}\n\n"
    "🔒 Tidak dikirim ke keluarga:{private}{below}",
    en="About {child}. Report of the {kind}, {day}.\n\nFor the family:\n{shared}{held}\n\n"
    "🔒 Not sent to the family:{private}{below}",
)
SEND = Text("visit_report.send", id="Kirim ringkasan", en="Send the summary")
KEEP = Text("visit_report.keep", id="Simpan saja", en="Only keep it")
FORM = Text("visit_report.form", id="laporan kunjungan", en="the report of the visit")
TO_WHICH = Text(
    "visit_report.to_which",
    id="“{words}”\n\nMasuk ke bagian mana? Hanya Catatan pribadi yang tidak dikirim ke keluarga.",
    en="“{words}”\n\nWhich part is it? Only Private remarks are not sent to the family.",
)
CANCELLED = Text(
    "visit_report.cancelled",
    id="Baik, tidak disimpan. Kapan saja, tulis: laporan kunjungan",
    en="All right, it is not kept. At any time write: laporan kunjungan",
)
KEPT = Text(
    "visit_report.kept",
    id="Laporan kunjungan {child} tersimpan. Keluarga tidak dikirimi apa pun.",
    en="The report of the visit to {child} is kept. The family was sent nothing.",
    claims=Claim.NOTED,
)
SENT = Text(
    "visit_report.sent",
    id="Laporan tersimpan, ringkasannya dikirim ke keluarga {child}.",
    en="The report is kept and its summary on its way to the family of {child}.",
    claims=Claim.SENT,
)
UNREACHED = Text(
    "visit_report.unreached",
    id="Laporan tersimpan, tetapi keluarga {child} belum bisa dijangkau di sini. Mohon disampaikan "
    "langsung.",
    en="The report is kept, but the family of {child} cannot be reached here. Please tell them "
    "yourself.",
    claims=Claim.NOTED,
)
ALREADY = Text(
    "visit_report.already",
    id="Ringkasan kunjungan {child}, {day}, sudah dikirim ke keluarga.",
    en="The summary of the visit to {child}, {day}, has been sent to the family.",
)
WHICH = Text("visit_report.which", id="Laporan kunjungan siapa?", en="Whose visit?")
WHICH_VISIT = Text("visit_report.which_visit", id="{child}, {day}", en="{child}, {day}")
NONE = Text(
    "visit_report.none",
    id="Tidak ada kunjungan Ibu/Bapak yang menunggu laporan. Untuk kunjungan yang belum tercatat, "
    "tulis: laporan kunjungan Aisyah",
    en="No visit of yours waits for a report. For one that is not recorded yet write: laporan "
    "kunjungan Aisyah",
)
UNPLANNED = Text(
    "visit_report.unplanned",
    id="Belum ada kunjungan Ibu/Bapak yang tercatat untuk {child}. Catat sebagai kunjungan hari "
    "ini?",
    en="No visit of yours to {child} is recorded. Record it as a visit of today?",
)
RECORD = Text("visit_report.record", id="Catat", en="Record it")
TITLE = Text("visit_report.title", id="ringkasan kunjungan", en="summary of the visit")
SUMMARY = Text(
    "visit_report.summary",
    id="Ananda {children}. Terima kasih atas sambutan keluarga saat kunjungan {author} ({day}). "
    "Berikut {title}:\n\n{body}\n\nMohon dibaca dan diparaf: ketuk Paraf, atau balas pesan ini "
    "dengan kata “paraf”.",
    en="About {children}. Thank you for receiving {author} so kindly ({day}). Here is the "
    "{title}:\n\n{body}\n\nPlease read and sign it: tap Sign, or answer this message with the "
    "word “paraf”.",
    template=True,
    buttons=(kinds.YES, REPLY),
)
QUIET_SUMMARIES = {
    Kind.SICK: Text(
        "visit_report.summary_sick",
        id="Ananda {children}. Terima kasih sudah menerima {author} ({day}). Semoga Ananda lekas "
        "sehat. Berikut {title}:\n\n{body}\n\nBila ada yang bisa kami bantu, silakan balas pesan "
        "ini.",
        en="About {children}. Thank you for receiving {author} ({day}). We wish your child a quick "
        "recovery. Here is the {title}:\n\n{body}\n\nIf there is anything we can do, please "
        "answer this message.",
        template=True,
    ),
    Kind.CONDOLENCE: Text(
        "visit_report.summary_condolence",
        id="Ananda {children}. Kami turut berduka cita, dan berterima kasih sudah menerima "
        "{author} ({day}). Berikut {title}:\n\n{body}\n\nBila ada yang bisa kami bantu, silakan "
        "balas pesan ini.",
        en="About {children}. You have our heartfelt condolences. Thank you for receiving {author} "
        "({day}). Here is the {title}:\n\n{body}\n\nIf there is anything we can do, please answer "
        "this message.",
        template=True,
    ),
}
