// Package posthog decodes what PostHog's clients send to the common event. It
// reads texts and writes nothing. One bad event never fails its batch.
//
// # Who it is
//
// PostHog has one kind of id, the distinct_id, whoever gives it: a browser that
// made it up, or a server that knows its user. Kith has two, for what a device
// says may never join two known users. Which of them a distinct_id is, is told
// by the first of these that the event answers:
//
//  1. $identify names a user. Its $anon_distinct_id is the device, and both are
//     one person. It is the only event that joins a device to a user.
//  2. $is_identified says whether it is one: browsers and apps send it.
//  3. $user_id that is the same says so: browsers keep it from identify on.
//  4. Nothing says that it is a user, as when a server captures an event. It
//     then is an id like a device's: a person of its own, until somebody
//     identifies it or joins it by an alias. PostHog takes it so too.
//
// A user's name is a device's name as well, so that what is said of it by 4 is
// of the same person, whichever came first.
//
// $device_id joins nothing: it outlives reset(), after which somebody else may
// be at the device. It stays a property. The id that stands for everybody
// without cookies, $posthog_cookieless, names nobody.
//
// $create_alias and $merge_dangerously are both aliases: they join what may be
// joined, and two known users only an operator joins. Of a distinct_id that is a
// device, or of the form that browsers make up (a UUID of version 7, or five
// hexadecimal numbers with the time at both ends), the alias is the user. Of two
// other names each becomes a user's, whichever was there first: the alias is
// said both ways. A group is said to be of one called after it ($company_acme)
// when nobody is named; that stays apart.
//
// # What it is of persons
//
// $set, $set_once and $unset, beside an event or in it, become events of their
// own: $set, $set_once, $unset, with ids made of the event's, so that what is
// sent twice counts once. Of $identify, the traits in $set are the properties.
// Nulls are not stored.
//
// # When it was
//
// sent_at tells the client's clock, unless $ignore_sent_at says otherwise. An
// old client says instead how long before the sending it was, in offset.
//
// # Which it is
//
// The uuid, or else $insert_id, is the event's id. posthog-go has none, but the
// time in nanoseconds: from the microsecond on, all of what the event says is
// taken for its id, so that a batch sent again is known.
package posthog
