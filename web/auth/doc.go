// Package auth knows who may come in: the portal team with e-mail and password, programs with API keys, what each role
// may do, and the middleware that holds every page and API route to it.
//
// A person is signed in by a session whose token only their browser has; the store keeps hashes of session tokens, API
// keys and set-up links, and argon2id hashes of passwords. Nothing that this package logs names a person or opens a door.
package auth
