// Package mixpanel decodes the basics of what Mixpanel's clients send to the
// common event: events, changes of profiles and of groups. It reads texts and
// writes nothing. One bad event never fails its batch.
//
// # Who it is
//
// $user_id is the user, $device_id the device; an event with both joins them.
// A distinct_id that begins with $device: is a device too, one that equals
// $device_id is, and any other names a user. $identify joins the device it
// names; $create_alias and $merge are aliases, said both ways so that each name
// is a user's whichever was there first, and join no two known users.
//
// # What it is of persons and groups
//
// $set, $set_once, $add, $append, $union and $unset become events, $union
// $append's; traits that Mixpanel writes with $ (as $email) get the names they
// have here. $remove and $delete are not taken: a person is erased by a privacy
// request. A group's properties become a $group event on a timeline of its own,
// called after it ($company_acme), for nobody is named.
//
// # When it was, and which it is
//
// time is in seconds or milliseconds, and corrected by the moment at which a
// browser says it sent the request. $insert_id is the event's id. A change of a
// profile has none: one that adds, sent twice because an answer was lost, adds
// twice, as it does at Mixpanel.
package mixpanel
