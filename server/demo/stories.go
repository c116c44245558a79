package demo

import (
	"context"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/board"
)

// story is what people are told of a bump, by audience, and how many of those who reported say that the change helps.
type story struct {
	Reported, Patient, Staff base.Words
	Fixed                    int
}

// groups returns the words of a story.
func (s story) groups() map[board.Audience]base.Words {
	return map[board.Audience]base.Words{board.Reporters: s.Reported, board.Patients: s.Patient, board.Audience(cohorts.Staff): s.Staff}
}

// nowhere takes every mail and keeps none.
type nowhere struct{}

func (nowhere) Send(context.Context, contact.Mail) error { return nil }
func (nowhere) Pass(context.Context) error               { return nil }
func (nowhere) Workers() int                             { return 32 }

// tell tells what became of a bump so many days ago, and has everybody hear of it within the days after: a clinic is closed on some.
func (b *builder) tell(ctx context.Context, bump string, ago int, told story) error {
	if _, _, err := b.teamAt(ago, 16, 5).Announce.Tell(ctx, board.OfBump(bump), board.Telling{Groups: told.groups(), Steps: []contact.Step{{By: contact.ByMail}}}); err != nil {
		return err
	}
	for days := ago - 1; days >= ago-4; days-- {
		if err := b.hear(ctx, days); err != nil {
			return err
		}
	}
	return b.react(ctx, bump, ago-5, told.Fixed)
}

// react has a few say that they have read what they were told, and some of those who reported that the change helps.
func (b *builder) react(ctx context.Context, bump string, ago, fixed int) error {
	reports, err := b.services.Board.Reports(ctx, bump, "", max(fixed, 1))
	if err != nil {
		return err
	}
	helped := map[string]string{}
	for _, r := range reports.Items[:fixed] {
		helped[r.Ref] = r.ID
	}
	told, err := b.services.Announce.Announcements(ctx, board.OfBump(bump))
	if err != nil {
		return err
	}
	n := 0
	for i, err := range base.Each(func(after string) (base.Page[contact.Invitation], error) {
		return b.services.Contact.List(ctx, contact.ForAnnouncement, told[0].ID, after, cohorts.MaxChunk)
	}) {
		if err != nil {
			return err
		}
		if n++; n%40 > 0 && helped[i.Ref] == "" {
			continue
		}
		at := b.teamAt(ago, 8+n%12, n%60)
		if report := helped[i.Ref]; report != "" {
			if _, _, err := at.Announce.SayFixed(base.WithActor(ctx, i.By()), report, board.IsFixed); err != nil {
				return err
			}
		}
		if _, err := at.Announce.Tellings.Confirm(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

// hear has everything that is due on a day come to whom it is for. It goes no further than this store.
func (b *builder) hear(ctx context.Context, ago int) error {
	outbox := b.teamAt(ago, 11, 0).Outbox
	outbox.Post = nowhere{}
	return untilNone(ctx, outbox.Take, outbox.Send)
}
