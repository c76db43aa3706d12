"""Which question of the grid each question of the capabilities is like.

A new question gets lines of its own, or is put here under the one whose answers it takes: then
what is said under that one holds for it. A question is known by the step that hears its answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatch

OWN: Mapping[str, str] = {
    "consent": "joining.agreed",
    "sign": "signing.answered",
    "entry_reply": "signing.write",
    "rsvp": "rsvp.answered",
    "poll_yes_no": "polls.answered",
    "homework_done": "homework_family.answered",
    "absence_confirm": "absences.confirmed",
    "which_child": "absences.whom",
    "visit_proposal": "visit_families.answered",
    "visit_confirmed": "visit_families.kept",
    "companion_request": "visits.accompany",
    "slot_pick": "slot_booking.answered",
    "waiting_list_offer": "slot_booking.offered",
    "send_preview_book": "contact_book.shown",
    "send_preview_announcement": "announcements.shown",
    "send_preview_homework": "homework.shown",
    "send_preview_attendance": "attendance.shown",
    "send_preview_visit": "visits.shown",
    "send_preview_meeting": "meetings.shown",
    "send_preview_slots": "slots.shown",
    "send_preview_minutes": "minutes.shown",
    "send_preview_move": "meeting_moving.shown",
    "send_preview_correction": "corrections.body",
    "cancel_preview_visit": "visit_cancelling.shown",
    "cancel_preview_slots": "slot_cancelling.shown",
    "cancel_preview_meeting": "meeting_cancelling.shown",
    "reason_question visit": "visit_families.why_said",
    "reason_question meeting": "meeting_cancelling.reason",
    "report_steps": "visit_reports.back",
    "report_steps next": "visit_reports.next",
    "free_thread": "answers.written",
}
"""Which step each question of the grid asks for."""
LIKE: Mapping[str, str] = {
    # Something to read, or a paper: to be acknowledged.
    "sign": "missed.chosen opening.opened staff_notices.read",
    # Words of their own to somebody.
    "entry_reply": (
        "answers.reply homework_asking.to_teacher homework_family.asked thread.answer_teacher "
        "evaluations.more evaluations.words telephone.given pledges.offered room_writing.heard"
    ),
    # Several answers, one for each child.
    "rsvp": (
        "rsvp.session_chosen rsvp.delegate_named evaluations.clear evaluations.useful "
        "unexplained.answered"
    ),
    "poll_yes_no": "pledges.answered",
    "homework_done": "homework_family.marked",
    # What was understood is shown, before it is noted.
    "absence_confirm": ("visit_families.change_said accounts.not_me accounts.old_number"),
    # One of a list.
    "which_child": (
        "*.whom absences.why needs.audience absences.when book.chosen announcements.audience "
        "meetings.audience slots.audience "
        "contact_book.children homework.children enclosures.chosen evaluation_results.chosen "
        "homework_family.which joining.chosen languages.chosen leaving.chosen digest.chosen "
        "meeting_changes.picked meeting_list.*_chosen meeting_poster.chosen minutes.meeting "
        "reports.chosen room_writing.class_id room_writing.teacher rsvp.which signing.chosen "
        "slot_changing.which_day slot_commands.whose slot_list.show staff_help.meant "
        "visit_addresses.children visit_archive.chosen visit_reports.children visit_reports.more "
        "visit_cancelling.visit visits.how_many visits.children visits.place visits.kind "
        "answers.child"
    ),
    # What somebody else proposes: yes, no, another time.
    "visit_proposal": (
        "rsvp.proxy_answered visit_agreements.answered visit_families.eased "
        "visit_families.home_said visit_families.wanted visit_families.time_chosen visits.decided "
        "visits.during visits.home_told visits.place_said visits.sex_said visits.waited "
        "contact_book_approvals.decided meeting_series.decided"
    ),
    "visit_confirmed": "slot_booking.kept visits.kept_by_teacher visits.unable",
    # A day or an hour.
    "slot_pick": (
        "announcements.send_at needs.due digest.hour_named homework.due meeting_moving.to "
        "meeting_series.other_day meetings.when slot_booking.picked slot_booking.sibling "
        "slot_moving.to visits.at visits.anew slots.day slots.since slots.minutes "
        "slots.fits"
    ),
    # A draft of their own: a form's steps, or one that is shown like them.
    "send_preview_book": ("*.shown contact_book.domain"),
    "send_preview_attendance": "attendance.entries meeting_list.ticked",
    # Words that a draft lacks, asked for one by one.
    "send_preview_correction": (
        "*.body *.unfinished announcements.question homework.hint "
        "meetings.place slots.place slots.breaks meetings.agenda meetings.capacity "
        "minutes.promises minutes.asked room_writing.text visit_addresses.given "
        "visit_addresses.words answers.text"
    ),
    # Something is to be off.
    "cancel_preview_slots": (
        "groups.unlink slot_booking.cancelled staff_notices.taken_back room_writing.taken_back"
    ),
    "reason_question": (
        "absences.because announcements.reason visits.override_why visits.reason "
        "visit_cancelling.reason slot_cancelling.reason"
    ),
    "report_steps": (
        "visit_reports.conditions visit_reports.said visit_reports.agreements visit_reports.private"
    ),
    # Buttons under what is done: nothing waits for an answer.
    "none": "absences.after rooms.changed rooms.looked wrong_number.known",
    "none_teacher": (
        "announced.sent book.paper corrections.chosen decisions.done forwarding.text_for_group "
        "group_chats.relink help.opened meeting_changes.chosen meetings.sent "
        "open_decisions.listed reports.acted room_moderation.* slot_list.paper "
        "slot_list.shown_on_tap tasks.finish unsigned.remind visit_briefs.paper visits.more "
        "visits.more_overdue visits.show"
    ),
}


def like(step: str) -> list[str]:
    """The questions of the grid that a step's question is said to be like."""
    return [
        question
        for question, steps in LIKE.items()
        if any(fnmatch(step, name) for name in steps.split())
    ]
