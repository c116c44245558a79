package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"time"

	"soundings/cohorts/base"
	"soundings/server/store/engine"
	"soundings/web/auth"
)

// auditDoc is the record of one act: its time, actor, name and subject. It names people by id alone, and repeats nothing
// that was written. It bears a MAC of its own, in which what may name a person stands as a salted digest: once salt and name
// are erased, the rest can still be checked. Records of before had none.
type auditDoc struct {
	Head    `bson:",inline"`
	At      time.Time `bson:"at"`
	By      actorDoc  `bson:"by"`
	Act     string    `bson:"act"`
	Subject string    `bson:"subject"`
	From    []byte    `bson:"from,omitempty"`  // a network address, sealed
	Count   int       `bson:"count,omitempty"` // of the people or documents that were taken
	Salt    []byte    `bson:"salt,omitempty"`  // erased with the person
	Named   []byte    `bson:"named,omitempty"` // the digest of the salt, the subject and the address
	Rest    []byte    `bson:"rest,omitempty"`  // the MAC of what was left of the subject then
	MAC     []byte    `bson:"mac,omitempty"`
	Open    bool      `bson:"open,omitempty"` // in no block yet
}

type actorDoc struct {
	Kind string `bson:"kind"`
	ID   string `bson:"id,omitempty"`
}

// audit adds the record of the act to its own changes. An act of a participant needs none: the response or the consent is
// its record.
func (a *act) audit(ctx context.Context) {
	by := base.ActorFrom(ctx)
	if a.name == "" || by.Kind == base.ActorParticipant || len(a.changes) == 0 {
		return
	}
	for r := a; r != nil; r = r.besides {
		a.record(&auditDoc{Head: Head{ID: a.newID()}, At: a.s.now(), By: actorDoc{string(by.Kind), by.ID}, Act: r.name, Subject: r.subject}, "")
	}
}

// record adds a record to the act, with the network address that asked and its MAC.
func (a *act) record(d *auditDoc, from string) *act {
	var err error
	if d.From, err = seal(a.s.sealer, audits, d.ID, "from", from); err == nil {
		d.Salt = make([]byte, 16)
		_, err = io.ReadFull(a.s.rand, d.Salt)
	}
	if err != nil {
		a.err = fmt.Errorf("writing a record of the audit: %w", err)
		return a
	}
	if from == "" {
		d.From = nil
	}
	d.Named = named(d.Salt, d.Subject, from)
	d.MAC, d.Open = a.s.sealer.recordMAC(d), true
	return a.save(audits, d)
}

// Trace adds to the audit what somebody did or tried at a door, or took.
func (s *Store) Trace(ctx context.Context, t auth.Trace) error {
	a, by, name := s.begin("", ""), base.ActorFrom(ctx), string(t.Act)
	if !strings.Contains(name, ".") {
		name = "session." + name
	}
	d := &auditDoc{Head: Head{ID: a.newID()}, At: s.now(), By: actorDoc{string(by.Kind), by.ID}, Act: name, Subject: t.Subject, Count: t.Count}
	return a.record(d, t.From).commit(ctx)
}

// Audit returns a page of the audit between two moments, the latest first; a zero moment is no end.
func (s *Store) Audit(ctx context.Context, from, to time.Time, after string, limit int) (base.Page[base.AuditRecord], error) {
	q := engine.Query{Collection: audits, Index: "at", Descending: true, After: after, Limit: limit}
	if !from.IsZero() {
		q.From = from
	}
	if !to.IsZero() {
		q.To = to
	}
	docs, next, err := find[auditDoc](ctx, s, q)
	if err != nil {
		return base.Page[base.AuditRecord]{}, err
	}
	page := base.Page[base.AuditRecord]{Next: next}
	for _, d := range docs {
		by := base.Actor{Kind: base.ActorKind(d.By.Kind), ID: d.By.ID}
		r := base.AuditRecord{At: d.At, By: by, Act: d.Act, Subject: d.Subject, Count: d.Count}
		if err := unseal(s.sealer, audits, d.ID, "from", d.From, &r.From); err != nil {
			return base.Page[base.AuditRecord]{}, err
		}
		page.Items = append(page.Items, r)
	}
	return page, nil
}

// named returns the digest of what may name a person.
func named(salt []byte, subject, from string) []byte {
	h := sha256.New()
	h.Write(salt)
	writeParts(h, subject, from)
	return h.Sum(nil)
}

// recordMAC returns the MAC of a record.
func (s sealer) recordMAC(d *auditDoc) []byte {
	return s.mac("record", d.ID, fmt.Sprint(d.At.UnixMilli()), d.By.Kind, d.By.ID, d.Act, fmt.Sprint(d.Count), string(d.Named))
}

// forget takes the name out of a record but for the rest.
func (s sealer) forget(d *auditDoc, rest string) {
	if d.Subject = rest; len(d.MAC) > 0 {
		d.Salt, d.From = nil, nil
		d.Rest = s.restMAC(d)
	}
}

// restMAC returns the MAC of what was left of a record's subject.
func (s sealer) restMAC(d *auditDoc) []byte { return s.mac("rest", d.ID, d.Subject) }

// mac returns the MAC of a list of texts of one kind.
func (s sealer) mac(kind string, parts ...string) []byte {
	h := hmac.New(sha256.New, s.auditKey)
	writeParts(h, kind)
	writeParts(h, parts...)
	return h.Sum(nil)
}

// writeParts writes texts so that no other list of texts reads the same.
func writeParts(w io.Writer, parts ...string) {
	for _, p := range parts {
		_, _ = w.Write(binary.BigEndian.AppendUint32(nil, uint32(len(p)))) // a hash takes everything
		_, _ = io.WriteString(w, p)
	}
}

// wrong returns what is wrong with a record by itself; empty: nothing, or it is of before records had a MAC.
func (s *Store) wrong(d *auditDoc) string {
	if len(d.MAC) == 0 {
		return ""
	}
	if !hmac.Equal(d.MAC, s.sealer.recordMAC(d)) {
		return "was changed"
	}
	if len(d.Salt) == 0 {
		if !hmac.Equal(d.Rest, s.sealer.restMAC(d)) {
			return "names something else than was left of it"
		}
		return ""
	}
	var from string
	if err := unseal(s.sealer, audits, d.ID, "from", d.From, &from); err != nil || !hmac.Equal(d.Named, named(d.Salt, d.Subject, from)) {
		return "names something else than it did"
	}
	return ""
}
