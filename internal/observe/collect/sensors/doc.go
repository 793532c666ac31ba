// Package sensors reads the wire of Sensors Analytics, which its clients for
// browsers, apps, mini programs and servers speak: records of one of twelve
// types, one alone or a list.
//
// What a record says of a person besides what they did (profile_set and its
// kin, sign-ups, ids bound and unbound) becomes an event of that meaning. Items
// have no place here, and neither has forgetting a whole profile: both are
// rejected, and so kept.
//
// It reads nothing and writes nothing but memory.
package sensors
