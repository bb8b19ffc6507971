"""Forms that are being filled in: kept page by page, so that nothing is lost when a line breaks."""

import uuid
from collections.abc import Mapping

from django.db import transaction

from songbe.cases.actions.secrets import noting_secrets, refuse_secrets
from songbe.cases.errors import UnknownCase
from songbe.cases.models import Draft
from songbe.cases.queries.asking import no_draft
from songbe.places.policy import Actor

LONGEST = 5_000
MOST_DRAFTS = 20


@transaction.atomic
def begin_draft(*, procedure: str, actor: Actor) -> Draft:
    """This function will begin a form for somebody who signed in; of very many begun, the oldest goes."""
    if actor.person is None:
        raise UnknownCase(case=procedure)
    old = Draft.objects.filter(person_id=actor.person).order_by("-touched_at").values_list("key", flat=True)
    Draft.objects.filter(key__in=list(old[MOST_DRAFTS - 1 :])).delete()
    return Draft.objects.create(key=uuid.uuid4().hex, person_id=actor.person, procedure=procedure)


@noting_secrets
@transaction.atomic
def save_page(*, key: str, texts: Mapping[str, str], actor: Actor) -> Draft:
    """This function will keep what was written on a page, right or wrong; of two who write, the later one's.

    Raises UnknownCase, HandedIn, StateSecret.
    """
    refuse_secrets(texts.values())
    draft = Draft.objects.select_for_update().filter(key=key, person_id=actor.person or 0).first()
    if draft is None:
        raise no_draft(key, actor.person or 0)
    draft.answers = {**draft.answers, **{name: text[:LONGEST] for name, text in texts.items()}}
    draft.save(update_fields=["answers", "touched_at"])
    return draft


@transaction.atomic
def drop_draft(*, key: str, actor: Actor) -> None:
    """This function will throw a form away that was not handed in. Raises UnknownCase."""
    gone, _ = Draft.objects.filter(key=key, person_id=actor.person or 0).delete()
    if not gone:
        raise UnknownCase(case=key)
