package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/store/engine"
)

// messageDoc is one message of the outbox. What it says is made when it is sent, and kept nowhere.
type messageDoc struct {
	Head       `bson:",inline"`
	Invitation string     `bson:"invitation"`
	Kind       string     `bson:"kind"`
	Subject    string     `bson:"subject"`
	Ref        string     `bson:"ref"`
	To         string     `bson:"to"`
	By         string     `bson:"by"`
	Language   string     `bson:"language,omitempty"`
	Step       int        `bson:"step"`
	Afresh     bool       `bson:"afresh,omitempty"`
	State      string     `bson:"state"`
	Why        string     `bson:"why,omitempty"`
	Began      time.Time  `bson:"began"`
	Due        time.Time  `bson:"due"`
	Look       *time.Time `bson:"look,omitempty"` // while it is open: when it is looked at next
	At         *time.Time `bson:"at,omitempty"`
	Tries      int        `bson:"tries,omitempty"`
	First      *time.Time `bson:"first,omitempty"`
	Charged    bool       `bson:"charged,omitempty"`
	Counts     *time.Time `bson:"counts,omitempty"` // with Charged; absent, as it once was: First
	Batch      string     `bson:"batch,omitempty"`
	Only       string     `bson:"only,omitempty"`  // a keyed hash of a mail address
	Where      string     `bson:"where,omitempty"` // a keyed hash of a postal address
	Webhook    string     `bson:"webhook,omitempty"`
	Status     int        `bson:"status,omitempty"` // that a program answered with, in HTTP
}

func newMessageDoc(m contact.Message) *messageDoc {
	return &messageDoc{
		Head: Head{ID: m.ID, Version: m.Version}, Invitation: m.Invitation, Kind: string(m.Kind), Subject: m.Subject, Ref: m.Ref, To: m.To,
		By: string(m.By), Language: m.Language, Step: m.Step, Afresh: m.Afresh, State: string(m.State), Why: string(m.Why), Began: m.Began, Due: m.Due, Look: optional(m.Look),
		At: optional(m.At), Tries: m.Tries, First: optional(m.First), Charged: m.Charged, Counts: optional(m.Counts), Batch: m.Batch, Only: m.Only, Where: m.Where,
	}
}

func (d *messageDoc) message() contact.Message {
	m := contact.Message{
		ID: d.ID, Invitation: d.Invitation, Kind: contact.Kind(d.Kind), Subject: d.Subject, Ref: d.Ref, To: d.To, By: contact.Way(d.By), Language: d.Language, Step: d.Step, Afresh: d.Afresh,
		State: contact.MessageState(d.State), Was: contact.MessageState(d.State), Why: contact.Why(d.Why), Began: d.Began, Due: d.Due, Look: given(d.Look),
		At: given(d.At), Tries: d.Tries, First: given(d.First), Charged: d.Charged, Counts: given(d.Counts), Batch: d.Batch, Only: d.Only, Where: d.Where, Version: d.Version,
	}
	if m.Charged && d.Counts == nil {
		m.Counts = m.First
	}
	return m
}

func messagesOf(docs []*messageDoc) []contact.Message {
	all := make([]contact.Message, len(docs))
	for i, d := range docs {
		if d != nil {
			all[i] = d.message()
		}
	}
	return all
}

// protocolDoc is how everybody who is asked one thing is reached.
type protocolDoc struct {
	Head    `bson:",inline"`
	Kind    string            `bson:"kind"`
	Subject string            `bson:"subject"`
	Steps   []protocolStepDoc `bson:"steps"`
	Secret  bool              `bson:"secret,omitempty"`
	Began   time.Time         `bson:"began"`
	New     bool              `bson:"new,omitempty"`   // until everybody who was asked before has a first message
	After   string            `bson:"after,omitempty"` // up to whom they have it
}

type protocolStepDoc struct {
	AfterDays int    `bson:"after_days"`
	By        string `bson:"by"`
}

func protocolID(kind contact.Kind, subject string) string { return string(kind) + "/" + subject }

func newProtocolDoc(p contact.Protocol) *protocolDoc {
	return &protocolDoc{
		Head: Head{ID: protocolID(p.Kind, p.Subject), Version: p.Version}, Kind: string(p.Kind), Subject: p.Subject, Secret: p.Secret, Began: p.Began, New: !p.Taken,
		After: p.After, Steps: newStepDocs(p.Steps),
	}
}

func newStepDocs(steps []contact.Step) []protocolStepDoc {
	docs := make([]protocolStepDoc, len(steps))
	for i, step := range steps {
		docs[i] = protocolStepDoc{step.AfterDays, string(step.By)}
	}
	return docs
}

func stepsOf(docs []protocolStepDoc) []contact.Step {
	steps := make([]contact.Step, len(docs))
	for i, step := range docs {
		steps[i] = contact.Step{AfterDays: step.AfterDays, By: contact.Way(step.By)}
	}
	return steps
}

func (d *protocolDoc) protocol() contact.Protocol {
	return contact.Protocol{
		Kind: contact.Kind(d.Kind), Subject: d.Subject, Secret: d.Secret, Began: d.Began, Taken: !d.New, After: d.After, Version: d.Version, Steps: stepsOf(d.Steps),
	}
}

// recordDoc is what is kept of the messages that one person got.
type recordDoc struct {
	Head    `bson:",inline"` // the id is the ref
	Got     []time.Time      `bson:"got"`
	Failing []byte           `bson:"failing,omitempty"` // sealed: a mail address
	Fails   bool             `bson:"fails,omitempty"`   // it has Failing
	Away    []byte           `bson:"away,omitempty"`    // sealed: a postal address
	Wrong   []byte           `bson:"wrong,omitempty"`   // sealed: a telephone number
}

// sealed are the sealed fields of a record, by name, each with where its words stand.
func (d *recordDoc) sealed(r *contact.Record) []sealedField {
	return []sealedField{{"failing", &d.Failing, &r.Failing}, {"away", &d.Away, &r.Away}, {"wrong", &d.Wrong, &r.Wrong}}
}

// sealedField is one sealed field of a document and the words in it.
type sealedField struct {
	name   string
	sealed *[]byte
	words  *string
}

func newRecordDoc(with sealer, r contact.Record) (d *recordDoc, err error) {
	d = &recordDoc{Head: Head{ID: r.Ref, Version: r.Version}, Got: r.Got, Fails: r.Failing != ""}
	for _, f := range d.sealed(&r) {
		if *f.words == "" {
			continue
		}
		if *f.sealed, err = seal(with, contacts, r.Ref, f.name, *f.words); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func (d *recordDoc) record(with sealer) (contact.Record, error) {
	r := contact.Record{Ref: d.ID, Got: d.Got, Version: d.Version}
	for _, f := range d.sealed(&r) {
		if err := unseal(with, contacts, d.ID, f.name, *f.sealed, f.words); err != nil {
			return r, err
		}
	}
	return r, nil
}

// haltDoc is the state of a stop of everything that would be sent.
type haltDoc struct {
	Head  `bson:",inline"`
	On    bool      `bson:"on"`
	Since time.Time `bson:"since"`
}

const haltID = "outbox"

// Protocol returns how people who are asked one thing are reached; Version 0: there is no protocol.
func (s *Store) Protocol(ctx context.Context, kind contact.Kind, subject string) (contact.Protocol, error) {
	docs, err := get[protocolDoc](ctx, s, protocols, protocolID(kind, subject))
	if err != nil || docs[0] == nil {
		return contact.Protocol{Kind: kind, Subject: subject}, err
	}
	return docs[0].protocol(), nil
}

// SaveProtocol keeps a protocol that the team begins.
func (s *Store) SaveProtocol(ctx context.Context, p contact.Protocol) error {
	return s.begin("protocol.start", protocolID(p.Kind, p.Subject)).save(protocols, newProtocolDoc(p)).commit(ctx)
}

// NewProtocols returns at most limit protocols under which not everybody has a first message.
func (s *Store) NewProtocols(ctx context.Context, limit int) ([]contact.Protocol, error) {
	docs, _, err := find[protocolDoc](ctx, s, engine.Query{Collection: protocols, Index: "new", Equal: []any{true}, Limit: limit})
	if err != nil {
		return nil, err
	}
	all := make([]contact.Protocol, len(docs))
	for i, d := range docs {
		all[i] = d.protocol()
	}
	return all, nil
}

// Messages returns the messages with these ids, all of one thing, in the order asked; Version 0: none.
func (s *Store) Messages(ctx context.Context, ids ...string) ([]contact.Message, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	docs, err := get[messageDoc](ctx, s, outboxOf(ids[0]), ids...)
	return messagesOf(docs), err
}

// DueMessages returns at most limit messages of one way that are to be looked at by now, the earliest first.
func (s *Store) DueMessages(ctx context.Context, by contact.Way, now time.Time, limit int) ([]contact.Message, error) {
	return s.due(ctx, outbox, by, now, limit)
}

func (s *Store) due(ctx context.Context, from string, by contact.Way, now time.Time, limit int) ([]contact.Message, error) {
	docs, _, err := find[messageDoc](ctx, s, engine.Query{Collection: from, Index: "look", Equal: []any{string(by)}, To: now.Add(time.Millisecond), Limit: limit})
	return messagesOf(docs), err
}

// CountDue returns how many messages of one way are to be looked at by a time, and counts no more than most.
func (s *Store) CountDue(ctx context.Context, by contact.Way, until time.Time, most int) (int, error) {
	return s.engine.Count(ctx, engine.Query{Collection: outbox, Index: "look", Equal: []any{string(by)}, To: until.Add(time.Millisecond)}, most)
}

// FindMessages returns a page of messages.
func (s *Store) FindMessages(ctx context.Context, q contact.MessageQuery) (base.Page[contact.Message], error) {
	query := engine.Query{Collection: outbox, Index: "state", Equal: []any{string(q.State)}, After: q.After, Limit: q.Limit}
	if q.Ref != "" {
		query.Index, query.Equal = "ref", []any{q.Ref}
	}
	docs, next, err := find[messageDoc](ctx, s, query)
	return base.Page[contact.Message]{Items: messagesOf(docs), Next: next}, err
}

// Records returns what is kept of the messages that some people got, in the order asked; Version 0: nothing.
func (s *Store) Records(ctx context.Context, refs ...string) ([]contact.Record, error) {
	docs, err := get[recordDoc](ctx, s, contacts, refs...)
	if err != nil {
		return nil, err
	}
	return s.recordsOf(docs)
}

// FailingRecords returns at most limit of those people whose mail address did not work when they were last written to.
func (s *Store) FailingRecords(ctx context.Context, limit int) ([]contact.Record, error) {
	docs, _, err := find[recordDoc](ctx, s, engine.Query{Collection: contacts, Index: "fails", Equal: []any{true}, Limit: limit})
	if err != nil {
		return nil, err
	}
	return s.recordsOf(docs)
}

func (s *Store) recordsOf(docs []*recordDoc) (all []contact.Record, err error) {
	all = make([]contact.Record, len(docs))
	for i, d := range docs {
		if d == nil {
			continue
		}
		if all[i], err = d.record(s.sealer); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// SaveOutgoing keeps what one step of the outbox changes, all or none.
func (s *Store) SaveOutgoing(ctx context.Context, o contact.Outgoing) error {
	a := s.begin("", "")
	for _, r := range o.Records {
		if r.Noted != "" {
			a = s.begin("address."+string(r.Noted), r.Ref)
		}
	}
	if o.Protocol.Version > 0 {
		a.save(protocols, newProtocolDoc(o.Protocol))
	}
	a.addMessages(o.Messages)
	for _, r := range o.Records {
		d, err := newRecordDoc(s.sealer, r)
		if err != nil {
			return err
		}
		a.save(contacts, d)
	}
	for _, i := range o.Invitations {
		addInvitation(a, i)
	}
	return a.commit(ctx)
}

// addMessages adds messages in their new state to an act, and counts the steps.
func (a *act) addMessages(messages []contact.Message) {
	for _, m := range messages {
		a.save(outboxOf(m.ID), newMessageDoc(m))
		if m.Was != m.State {
			a.moveMessage(m, m.State)
		}
	}
}

// moveMessage counts that a message comes from the state that it had to another: by way in the count of all, by step in that of
// what it is about; of what is answered in secret by step alone.
func (a *act) moveMessage(m contact.Message, to contact.MessageState) {
	step := stepKey(contact.MessageStep{By: m.By, Step: m.Step})
	if !m.Secret() {
		a.move(messagesRollup("", ""), messageKey(string(m.By), m.Was), messageKey(string(m.By), to))
	}
	a.move(messagesRollup(m.Kind, m.Subject), messageKey(step, m.Was), messageKey(step, to))
}

func messagesRollup(kind contact.Kind, subject string) string {
	if kind == "" {
		return "outbox"
	}
	return "outbox/" + string(kind) + "/" + subject
}

// messageKey is what messages of a way, or a step, in a state count as; nothing before they are kept.
func messageKey(of string, state contact.MessageState) string {
	if state == "" {
		return ""
	}
	return of + "/" + string(state)
}

// stepKey writes a step of a protocol as "mail/1".
func stepKey(r contact.MessageStep) string { return string(r.By) + "/" + strconv.Itoa(r.Step) }

// stepOf reads it.
func stepOf(key string) contact.MessageStep {
	by, step, _ := strings.Cut(key, "/")
	n, _ := strconv.Atoi(step)
	return contact.MessageStep{By: contact.Way(by), Step: n}
}

// MessageCounts returns how many messages of each way are in which state.
func (s *Store) MessageCounts(ctx context.Context) (contact.MessageCounts, error) {
	all := contact.MessageCounts{}
	return all, s.countMessages(ctx, messagesRollup("", ""), func(of string, state contact.MessageState, n int) {
		add(all, contact.Way(of), state, n)
	})
}

// StepCounts returns how many messages of each step about one thing are in which state.
func (s *Store) StepCounts(ctx context.Context, kind contact.Kind, subject string) (contact.StepCounts, error) {
	all := contact.StepCounts{}
	return all, s.countMessages(ctx, messagesRollup(kind, subject), func(of string, state contact.MessageState, n int) {
		add(all, stepOf(of), state, n)
	})
}

// countMessages reads a rollup of messages.
func (s *Store) countMessages(ctx context.Context, rollup string, each func(of string, state contact.MessageState, n int)) error {
	sum, err := s.readRollup(ctx, rollup)
	for key, n := range sum {
		at := strings.LastIndex(key, "/")
		each(key[:max(at, 0)], contact.MessageState(key[at+1:]), n)
	}
	return err
}

func add[K comparable](to map[K]map[contact.MessageState]int, key K, state contact.MessageState, n int) {
	if to[key] == nil {
		to[key] = map[contact.MessageState]int{}
	}
	to[key][state] = n
}

// Halted returns whether everything that would be sent is stopped.
func (s *Store) Halted(ctx context.Context) (contact.Halt, error) {
	docs, err := get[haltDoc](ctx, s, settings, haltID)
	if err != nil || docs[0] == nil {
		return contact.Halt{}, err
	}
	return contact.Halt{On: docs[0].On, Since: docs[0].Since, Version: docs[0].Version}, nil
}

// SaveHalt keeps whether everything that would be sent is stopped.
func (s *Store) SaveHalt(ctx context.Context, h contact.Halt) error {
	name := "outbox.resume"
	if h.On {
		name = "outbox.halt"
	}
	return s.begin(name, "outbox").save(settings, &haltDoc{Head{ID: haltID, Version: h.Version}, h.On, h.Since}).commit(ctx)
}
