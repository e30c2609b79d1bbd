// Package identity knows who somebody is and what they may do: people, the
// logins they sign in with, their sessions and their roles, and the signed
// links that let a guest see one thing. The Actor is its answer; every service
// takes one.
//
// Tables: people, logins, sessions, roles, secrets. None is owned by a shop:
// they are small or shared, and every shard may need them.
//
// Invariants:
//   - A login (e-mail address or phone number in normal form) belongs to one
//     person; the primary key of logins says so.
//   - A password is kept only as argon2id, a session token only as SHA-256:
//     who reads the database can sign in as nobody.
//   - At most two passwords are hashed at once (19 MiB each), and an unknown
//     login costs as much time as a wrong password.
//   - There is always an operator once there was one.
package identity
