"""The words of the file for what somebody is as a contact or an applicant."""

from locales.texts import NP_, Msg

LABELS: dict[str, Msg] = {
    "contact_of": NP_("my data", "Contact of member organisations"),
    "member": NP_("my data", "Member organisation"),
    "contact_roles": NP_("my data", "Sees to"),
    "channel": NP_("my data", "Reminders by"),
    "zone": NP_("my data", "Time zone"),
    "remind_at": NP_("my data", "Reminders at"),
    "quiet_from": NP_("my data", "Quiet from"),
    "quiet_until": NP_("my data", "Quiet until"),
    "ended_at": NP_("my data", "No longer a contact since"),
    "applications": NP_("my data", "Applications for membership"),
    "submitted_at": NP_("my data", "Submitted on"),
    "charter_version": NP_("my data", "Charter accepted (version)"),
    "charter_at": NP_("my data", "Charter accepted on"),
    "decided_at": NP_("my data", "Decided on"),
    "reason": NP_("my data", "Reason or request"),
    "files": NP_("my data", "Files"),
    "file": NP_("my data", "File"),
    "proposals": NP_("my data", "Proposed changes of the roster"),
    "changes": NP_("my data", "Proposed"),
    "before": NP_("my data", "Until then"),
    "slips": NP_("my data", "Payment slips"),
    "sent_at": NP_("my data", "Sent on"),
}

FORM_FIELDS: dict[str, Msg] = {
    "name_en": NP_("label", "English name"),
    "tier": NP_("label", "Tier"),
    "city": NP_("label", "City"),
    "address": NP_("label", "Address"),
    "invoice_title": NP_("label", "Invoice title"),
    "invoice_code": NP_("label", "Tax number"),
    "position": NP_("label", "Position"),
    "mail": NP_("label", "E-mail"),
    "telephone": NP_("label", "Telephone"),
    "representative": NP_("label", "Representative"),
    "dues_contact": NP_("label", "Dues contact"),
    "liaison": NP_("label", "Liaison"),
    "own_role": NP_("label", "Applicant is"),
    "documents": NP_("label", "Documents"),
}

VALUES: dict[tuple[str, object], Msg] = {
    ("kind", "apply"): NP_("form", "Application"),
    ("kind", "entry"): NP_("form", "Change of the roster"),
    ("kind", "representative"): NP_("form", "New representative"),
    ("channel", "telegram"): NP_("my data", "Telegram"),
    ("channel", "mail"): NP_("my data", "Mail"),
    ("state", "draft"): NP_("my data", "not submitted"),
    ("state", "submitted"): NP_("my data", "submitted"),
    ("state", "in_review"): NP_("my data", "in review"),
    ("state", "more_information"): NP_("my data", "more was asked for"),
    ("state", "approved"): NP_("my data", "approved"),
    ("state", "accepted"): NP_("my data", "accepted"),
    ("state", "declined"): NP_("my data", "declined"),
    ("state", "withdrawn"): NP_("my data", "taken back"),
    ("state", "waiting"): NP_("my data", "waiting"),
    ("state", "recorded"): NP_("my data", "payment recorded"),
    ("state", "rejected"): NP_("my data", "no payment recorded"),
    **{
        (key, role): name
        for role, name in (
            ("representative", NP_("contact role", "Representative")),
            ("dues", NP_("contact role", "Dues contact")),
            ("liaison", NP_("contact role", "Liaison")),
            ("deputy", NP_("contact role", "Deputy")),
        )
        for key in ("contact_roles", "own_role")
    },
}
