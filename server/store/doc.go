// Package store keeps every document of Soundings over one of two engines. It satisfies the Store interfaces of the domain
// packages: it knows how their types lie in documents, which fields are sealed and which indexes find them, and no rule of
// theirs. Store has the methods; each noun has a file, or several that begin with its name.
//
//   - collections.go declares the collections and their indexes; testdata/documents.txt shows a document of each.
//   - schemas.go numbers what lies in a collection and upgrades older documents as they are read.
//   - act.go makes the all-or-none lists of changes, each with its record for the audit.
//   - seal.go seals the fields that describe a person and hashes what they are found by.
//   - rollups.go adds pending facts to the rollups that counts are read from; event_fold.go does so for events.
//
// A document is a struct of this package, named for its noun (pollDoc), with newPollDoc from the domain's type and poll back
// to it. No struct of a domain lies in the database.
package store
