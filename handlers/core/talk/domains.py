"""What the domains of the contact book are called."""

from __future__ import annotations

from handlers.core.talk import Text
from models.contact_book import Domain

DOMAINS = {
    Domain.COGNITIVE: Text("contact_book.cognitive", id="pengetahuan", en="learning"),
    Domain.AFFECTIVE: Text("contact_book.affective", id="sikap", en="attitude"),
    Domain.PSYCHOMOTOR: Text("contact_book.psychomotor", id="keterampilan", en="skills"),
    Domain.WORSHIP: Text("contact_book.worship", id="ibadah", en="worship"),
    Domain.BEHAVIOUR: Text("contact_book.behaviour", id="perilaku", en="behaviour"),
    Domain.HEALTH: Text("contact_book.health", id="kesehatan", en="health"),
    Domain.OTHER: Text("contact_book.other", id="lain-lain", en="other"),
}
