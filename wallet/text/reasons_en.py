"""The reasons in English: title, meaning, next step, and the facts that parameters fill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wallet.model.report import Reason
from wallet.text.entries import ReasonWords

REASONS: Final[Mapping[Reason, ReasonWords]] = {
    Reason.UNSIGNED: ReasonWords(
        "No signature",
        "Nothing shows who issued this badge, or that it was not changed.",
        "Ask the issuer for the signed badge.",
    ),
    Reason.SIGNATURE_MISMATCH: ReasonWords(
        "Signature does not match",
        "The content is not what was signed: it was changed afterwards, or signed with another key.",
        "Fetch the badge again from where the issuer offers it. If it still fails, ask the issuer.",
    ),
    Reason.PROOF_MALFORMED: ReasonWords(
        "Signature not made as the standard says",
        "The signature block itself is broken, so it proves nothing.",
        "Ask the issuer to issue the badge again.",
        ("Place: {detail}.", "Algorithm: {algorithm}."),
    ),
    Reason.DISCLOSURE_INVALID: ReasonWords(
        "Disclosed parts do not fit the signed badge",
        "The badge was made for showing parts of it, and what is shown is not what its issuer signed for that.",
        "Ask the holder to present the badge again. If it still fails, ask the issuer.",
        ("What is wrong: {detail}.", "Part: {member}."),
    ),
    Reason.DROPPED_TERMS: ReasonWords(
        "Parts of the badge are not covered by the signature",
        "The badge uses words that its vocabulary does not define, so the signature leaves them out.",
        "Ask the issuer to define the words in the badge's context and to issue it again.",
        ("First such word: {term}.", "Place: {pointer}."),
    ),
    Reason.CONTEXT_UNKNOWN: ReasonWords(
        "Vocabulary not known to this wallet",
        "Cannot tell what was signed: the badge uses a vocabulary that does not come with this version.",
        "Try a newer version of this wallet, or ask the issuer to use a published context.",
        ("Vocabulary: {context}.",),
    ),
    Reason.CONTEXT_UNUSABLE: ReasonWords(
        "Vocabulary that cannot be used",
        "Cannot tell what was signed: the vocabulary of the badge contradicts itself or the standard.",
        "Ask the issuer to correct the context of the badge.",
        ("Vocabulary: {context}.", "Word: {term}."),
    ),
    Reason.CONTROLLER_MISMATCH: ReasonWords(
        "The key does not belong to the one named",
        "The signature holds, but the key is not one that the named issuer or holder published.",
        "Ask the issuer which key it signs with. Until then, treat the badge as not issued by the one it names.",
        ("Named: {expected}.", "The key belongs to: {controller}."),
    ),
    Reason.WRONG_PURPOSE: ReasonWords(
        "Key not meant for this use",
        "The key was published for something else than signing this.",
        "Ask the issuer to sign with a key meant for issuing badges.",
        ("Key: {key}.", "Needed purpose: {expected}."),
    ),
    Reason.PROOF_EXPIRED: ReasonWords(
        "Signature past its end date",
        "The one who signed let the signature end.",
        "Ask for a freshly signed one.",
        ("It ended on {expires}.",),
    ),
    Reason.BASE_PROOF: ReasonWords(
        "Handed over in the form that is for the holder alone",
        "The badge was presented as its issuer made it for the holder, with the secret that hides what is withheld."
        " It is not meant for anybody else, so it is not judged.",
        "Ask the presenter to present a part of the badge, chosen in their wallet.",
        ("Method: {suite}.",),
    ),
    Reason.SUITE_UNSUPPORTED: ReasonWords(
        "Kind of signature not supported here",
        "Cannot tell whether the signature holds: this version does not know its method.",
        "Try a newer version of this wallet or another verifier, or ask the issuer for a common method.",
        ("Method: {suite}.", "Kind of key: {key}.", "Part of the method: {detail}."),
    ),
    Reason.KEY_UNRESOLVABLE: ReasonWords(
        "Issuer's key not available",
        "Cannot tell whether the signature holds: the key that made it could not be had.",
        "Try again online, or ask the issuer whether it still publishes its key.",
        ("Identifier: {identifier}.", "Reason given: {detail}."),
    ),
    Reason.KEY_REVOKED: ReasonWords(
        "Key withdrawn",
        "The issuer has declared that this key is no longer to be relied on.",
        "Ask the issuer to issue the badge again with its current key.",
        ("Key: {key}.", "Since {since}."),
    ),
    Reason.ISSUER_KEY_UNBOUND: ReasonWords(
        "Key not tied to the issuer",
        "The content is whole, but nothing ties the key to the issuer that is named: anybody could have made it.",
        "Ask the issuer to publish its key under its own address, such as did:web.",
        ("Named issuer: {issuer}.",),
    ),
    Reason.ROOT_UNKNOWN: ReasonWords(
        "Seal under an unknown root",
        "The certificate of the seal does not lead to an authority in a trust list of yours, so whose seal it is "
        "cannot be told.",
        "Add the trust list of the issuer's country, or the certificate of the authority, and verify again.",
        ("Certificate: {certificate}.", "Issued by: {authority}.", "Trust list: {trust_list}.", "Reason: {detail}."),
    ),
    Reason.CERTIFICATE_OUT_OF_PERIOD: ReasonWords(
        "Certificate outside its period",
        "A certificate of the seal is not in force on the day of the check, and nothing proves that the seal is older.",
        "Ask the issuer to seal the badge anew.",
        ("Certificate: {certificate}.", "From {since}.", "Until {until}."),
    ),
    Reason.CERTIFICATE_UNSUITABLE: ReasonWords(
        "Certificate not made for this",
        "A certificate of the seal does not allow what it was used for.",
        "Ask the issuer to seal the badge with a certificate for seals or signatures.",
        ("Certificate: {certificate}.", "Reason: {detail}."),
    ),
    Reason.EXPIRED: ReasonWords(
        "Expired",
        "The badge is past the end date that its issuer set.",
        "Ask the issuer whether it can be renewed.",
        ("It ended on {date}.",),
    ),
    Reason.NOT_YET_VALID: ReasonWords(
        "Not yet in force",
        "The badge begins to count only later.",
        "Wait until it begins.",
        ("It begins on {date}.",),
    ),
    Reason.REVOKED: ReasonWords(
        "Revoked",
        "The issuer has taken this badge back.",
        "Ask the issuer why.",
        ("According to {url}.", "Reason given: {detail}."),
    ),
    Reason.SUSPENDED: ReasonWords(
        "Suspended",
        "The issuer has put this badge out of force for the time being.",
        "Ask the issuer when it will count again.",
        ("According to {url}.",),
    ),
    Reason.STATUS_UNREACHABLE: ReasonWords(
        "Status list not available",
        "Cannot tell whether this badge is revoked: the issuer's status list could not be had.",
        "Try again online, or ask the issuer.",
        ("List: {url}.", "Reason given: {detail}."),
    ),
    Reason.STATUS_UNSUPPORTED: ReasonWords(
        "Kind of status not supported here",
        "Cannot tell whether this badge is revoked: this version does not know how its issuer says so.",
        "Ask the issuer, or try a newer version of this wallet.",
        ("Kind: {type}.", "Purpose: {purpose}.", "Value: {value}.", "Reason given: {detail}."),
    ),
    Reason.STATUS_STALE: ReasonWords(
        "Status list too old to rely on",
        "Cannot tell whether this badge is revoked: what is known of its status is too old.",
        "Check again online.",
        (
            "As of {as_of}.",
            "It could not be refreshed since {since}.",
            "Its issuer meant it to be used until {until}.",
            "List: {url}.",
        ),
    ),
    Reason.STATUS_UNTRUSTED: ReasonWords(
        "Status list not signed by the issuer",
        "Cannot tell whether this badge is revoked: the status list is not shown to come from its issuer.",
        "Ask the issuer to sign its status list with the key it issues badges with.",
        ("List: {url}.", "The list names: {list_issuer}.", "Reason given: {detail}."),
    ),
    Reason.STATUS_MALFORMED: ReasonWords(
        "Status list not readable",
        "Cannot tell whether this badge is revoked: the status list is not made as the standard says.",
        "Ask the issuer to correct its status list.",
        ("List: {url}.", "Place: {detail}."),
    ),
    Reason.STATUS_UNSIGNED: ReasonWords(
        "Status list without a signature",
        "Cannot tell whether this badge is revoked: its status list carries no signature, so anybody may have made it.",
        "Ask the issuer to sign its status list.",
        ("List: {url}.",),
    ),
    Reason.STATUS_WRONG_PURPOSE: ReasonWords(
        "Status list for another purpose",
        "Cannot tell whether this badge is revoked: its status list was made for something else.",
        "Ask the issuer to correct its status list.",
        ("The badge asks about: {purpose}.", "The list is about: {list_purpose}.", "List: {url}."),
    ),
    Reason.STATUS_OUT_OF_RANGE: ReasonWords(
        "Not in the status list",
        "Cannot tell whether this badge is revoked: its place lies outside the issuer's status list.",
        "Ask the issuer to correct its status list.",
        ("Place: {index}, entries in the list: {entries}.", "List: {url}."),
    ),
    Reason.STATUS_REVERSED: ReasonWords(
        "Revoked before, and now not",
        "Cannot tell whether this badge is in force: its issuer had revoked it, and a newer list does not say so any"
        " more. A revocation is final, so one of the two lists is a mistake.",
        "Ask the issuer, and have the badge issued again if it still holds.",
        ("Revoked as of {since}.", "Not revoked as of {as_of}.", "List: {url}."),
    ),
    Reason.RECIPIENT_MISMATCH: ReasonWords(
        "About somebody else",
        "The badge was not issued to the recipient asked about.",
        "Compare the address or identifier with the one the badge was issued to.",
        ("Asked about: {expected}.",),
    ),
    Reason.RECIPIENT_UNKNOWN: ReasonWords(
        "Recipient not stated",
        "Cannot tell whom the badge is about: it names no recipient.",
        "Ask the issuer for a badge that names its recipient.",
    ),
    Reason.HOLDER_MISMATCH: ReasonWords(
        "Presented by somebody else",
        "The one who signed the presentation is not the one the badge is about.",
        "Ask for a presentation signed by the recipient of the badge.",
        ("Signed by: {holder}.", "The badge is about: {subject}."),
    ),
    Reason.HOLDER_UNBOUND: ReasonWords(
        "Not shown to belong to the presenter",
        "Nothing shows that the badge belongs to the one who presents it.",
        "Ask for a signed presentation of a badge that names its holder's key.",
    ),
    Reason.KEY_BINDING_INVALID: ReasonWords(
        "The presenter's own signature does not hold",
        "The signature that ties the badge to its presenter is wrong, too old, or made over something else.",
        "Ask the presenter to present the badge again.",
        ("What is wrong: {detail}.",),
    ),
    Reason.CHALLENGE_MISMATCH: ReasonWords(
        "Not the answer to this request",
        "The presentation does not carry the challenge that was asked for: it may be a copy of an older one.",
        "Ask for a new presentation with the right challenge.",
        ("Found: {challenge}.", "Asked for: {expected}."),
    ),
    Reason.DOMAIN_MISMATCH: ReasonWords(
        "Made for somebody else",
        "The presentation was made for another receiver.",
        "Ask for a presentation made for this receiver.",
        ("Made for: {domain}.", "Expected: {expected}."),
    ),
    Reason.EMPTY_PRESENTATION: ReasonWords(
        "Nothing presented",
        "The presentation holds no badge, so there is nothing that could hold.",
        "Ask for a presentation with the badges in it.",
    ),
    Reason.HOSTED_DIFFERS: ReasonWords(
        "The issuer publishes something else",
        "What the issuer shows at the badge's address differs from this copy.",
        "Fetch the badge again from the issuer's address.",
        ("Address: {url}.", "Different: {member}."),
    ),
    Reason.HOSTED_UNCONFIRMED: ReasonWords(
        "Not confirmed by the issuer's host now",
        "Your copy is unchanged. Whether the issuer's host still shows the same badge is not known.",
        "Check again online.",
        ("The host last showed it on {as_of}.", "Address: {url}."),
    ),
    Reason.ANCHOR_UNCHECKED: ReasonWords(
        "Entry in the blockchain not looked up",
        "The badge is unchanged since it was put on a list of hashes. Whether that list stands in the blockchain, and "
        "who put it there, is not known.",
        "Check again online. Once looked up, the entry is kept and counts offline too.",
        ("Blockchain: {chain}.", "Transaction: {transaction}.", "Why: {detail}."),
    ),
    Reason.SCHEMA_MISMATCH: ReasonWords(
        "Not built as its schema says",
        "The badge breaks the rules that it says it follows.",
        "Ask the issuer to correct the badge and to issue it again.",
        ("Place: {pointer}.",),
    ),
    Reason.SCHEMA_UNCHECKED: ReasonWords(
        "Not held against its schema",
        "The badge names a schema, and this wallet could not hold it against that.",
        "Check again online, or ask the issuer for the schema.",
        ("Schema: {url}.", "Kind: {type}.", "Reason given: {detail}."),
    ),
    Reason.ENDORSEMENT_INVALID: ReasonWords(
        "Broken endorsement",
        "The badge carries an endorsement that does not hold. It counts for nothing; the badge itself is not affected.",
        "Ask the issuer to remove the endorsement or to replace it.",
        ("Reason: {cause}.", "Endorser: {endorser}."),
    ),
    Reason.ENDORSEMENT_UNVERIFIED: ReasonWords(
        "Endorsement that could not be verified",
        "Cannot tell whether an endorsement in the badge is authentic. The badge itself is not affected.",
        "Check again online, or ask the one who endorsed it.",
        ("Reason: {cause}.", "Endorser: {endorser}.", "Limit: {limit}.", "Reason given: {detail}."),
    ),
    Reason.ENDORSEMENT_MISPLACED: ReasonWords(
        "Endorsement of something else",
        "The badge carries an endorsement that is authentic, but about something other than what it is attached to.",
        "Ask the issuer why it is there.",
        ("It is about {about}.", "Endorser: {endorser}."),
    ),
    Reason.DATE_UNREADABLE: ReasonWords(
        "Date not readable",
        "Cannot tell whether the badge is in force: a date in it names no instant, such as one without a time zone.",
        "Ask the issuer to write its dates with a time zone.",
        ("Found: {date}.",),
    ),
    Reason.NOT_CHECKED: ReasonWords(
        "Not checked",
        "This could not be checked because an earlier check did not pass.",
        "Look at the earlier check first.",
        ("Earlier check: {by}.",),
    ),
    Reason.TOO_LARGE: ReasonWords(
        "Too large",
        "It is larger than what this wallet reads, which keeps a hostile file from filling the memory.",
        "Ask the issuer for a smaller badge.",
        ("Limit: {limit}.",),
    ),
    Reason.TOO_DEEP: ReasonWords(
        "Nested too deep",
        "It has more levels than any real badge, and is not read any further.",
        "Ask the issuer for a simpler badge.",
        ("Limit: {limit}.",),
    ),
    Reason.TOO_COMPLEX: ReasonWords(
        "Too complex",
        "Cannot tell: judging it would take more work than this wallet allows, or a feature that it leaves out.",
        "Ask the issuer for a simpler badge, or try another verifier.",
        ("Found: {what}.", "Limit: {limit}."),
    ),
    Reason.DUPLICATE_KEY: ReasonWords(
        "Says the same thing twice",
        "A member name appears twice, so two programs could read two different badges.",
        "Ask the issuer to correct the badge.",
        ("Name: {key}.",),
    ),
    Reason.MALFORMED: ReasonWords(
        "Not readable",
        "The file is damaged, incomplete or not made as its format says.",
        "Fetch the file again from where it came.",
        ("Place: {detail}.", "Member: {member}."),
    ),
    Reason.NOT_A_CREDENTIAL: ReasonWords(
        "Not a badge",
        "There is no credential in it.",
        "Choose the file that the issuer offers for download; a screenshot or a saved page will not do.",
        ("Found: {detail}.", "Missing: {member}."),
    ),
    Reason.UNSUPPORTED_FORMAT: ReasonWords(
        "Format not supported here",
        "It may well be a badge, but in a format that this version does not read.",
        "Ask for it as Open Badges 3.0, or try a newer version of this wallet.",
        ("Format: {format}.", "Found: {what}.", "Address inside: {url}.", "Service: {service}.", "{advice}"),
    ),
    Reason.AMBIGUOUS: ReasonWords(
        "Can be read in two ways",
        "Cannot tell which reading its issuer meant.",
        "Ask the issuer for a badge with one reading only.",
        ("Number of readings: {count}.", "About: {id}."),
    ),
    Reason.OFFLINE: ReasonWords(
        "Needs the network",
        "It could not be had because the network was not to be used.",
        "Try again online.",
        ("Address: {url}.",),
    ),
    Reason.UNREACHABLE: ReasonWords(
        "Not reachable",
        "It could not be read from where it was said to be.",
        "Check the name or address, and try again later.",
        ("Address: {url}.", "Answer: {status}.", "Reason given: {detail}.", "{advice}"),
    ),
    Reason.NOT_TRUSTED: ReasonWords(
        "Issuer not known",
        "It was asked that the issuer be known, and it is not in the list of known issuers.",
        "Find out who the issuer is; then add it with `wallet trust add`.",
        ("Issuer: {issuer}.",),
    ),
    Reason.RENEWAL_MISMATCH: ReasonWords(
        "Not a newer issue of this badge",
        "The issuer's service answered, but not with this badge verified again: same identifier, issuer and recipient.",
        "Ask the issuer to correct its service. The badge you have stays as it is.",
        ("Service: {url}.",),
    ),
    Reason.CLOCK_SET_BACK: ReasonWords(
        "The clock was set back",
        "Cannot tell what is in force: this machine's clock shows an earlier time than it has shown before.",
        "Set the clock, then check again. Where the clock is right: wallet check --accept-clock.",
        ("Latest time seen: {since}.",),
    ),
    Reason.INTERNAL_ERROR: ReasonWords(
        "Defect of this program",
        "Cannot tell: this program failed while checking. It says nothing about the badge.",
        "Report it to the makers of this wallet, with the badge if it may be shown.",
    ),
}
