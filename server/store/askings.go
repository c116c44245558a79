package store

import (
	"context"
	"time"

	"soundings/cohorts/contact"
	"soundings/cohorts/upload"
)

// askingDoc is many people who are being asked one thing; their refs are import rows.
type askingDoc struct {
	Upload   `bson:",inline"`
	Question questionAskedDoc `bson:"question"`
	Invited  int              `bson:"invited"`
}

// questionAskedDoc is what people are asked.
type questionAskedDoc struct {
	Kind    string            `bson:"kind"`
	Subject string            `bson:"subject"`
	Expires *time.Time        `bson:"expires,omitempty"`
	Steps   []protocolStepDoc `bson:"steps,omitempty"`
}

func newAskingDoc(job contact.Asking) *askingDoc {
	q := job.Reading
	return &askingDoc{newUpload(job.File), questionAskedDoc{string(q.Kind), q.Subject, optional(q.Expires), newStepDocs(q.Steps)}, job.Report.People}
}

func (d *askingDoc) job() contact.Asking {
	q := d.Question
	return contact.Asking{
		File:    d.file(),
		Reading: contact.Question{Kind: contact.Kind(q.Kind), Subject: q.Subject, Expires: given(q.Expires), Steps: stepsOf(q.Steps)},
		Report:  contact.Invited{People: d.Invited},
	}
}

// Askings returns the store of the jobs that invite many people.
func (s *Store) Askings() upload.Store[contact.Question, contact.Invited] {
	return uploads[contact.Question, contact.Invited, *askingDoc]{s, askings, "asking", newAskingDoc, one[askingDoc], findAll[askingDoc]}
}

// SaveAsking keeps a job that has invited the people of a chunk, and forgets the chunk.
func (s *Store) SaveAsking(ctx context.Context, job contact.Asking) error {
	return s.beginChunk("asking", job.File).save(askings, newAskingDoc(job)).commit(ctx)
}
