package demo

import (
	"context"
	"errors"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// How many patients each cohort has: those of the second are asked in two halves.
const (
	firstSize  = 900
	secondSize = 120
	thirdSize  = 200
)

// manner is how the members of a cohort take being asked for their consent.
type manner struct {
	days     int     // to answer in
	answer   float64 // the shares: who answers at all,
	agree    float64 // who of those who answer says yes,
	withdraw float64 // and who of those comes back on it
}

// firstCohort makes the cohort that the beta began with: nearly everybody has made up their mind.
func (b *builder) firstCohort(ctx context.Context) error {
	id, err := b.cohort(ctx, 63, cohorts.Cohort{
		Name:     base.Words{"en": "First testers", "es": "Primer grupo"},
		Capacity: 1000, Months: 6, Purpose: base.Words{
			"en": "The first patients to use the new portal. We picked them at random from all three sites.",
			"es": "Los primeros pacientes que usan el nuevo portal. Los elegimos al azar en las tres sedes.",
		},
	})
	if err != nil {
		return err
	}
	asked, err := b.ask(ctx, 60, id, b.people.patients[:firstSize])
	if err != nil {
		return err
	}
	rest, err := b.setAside(asked)
	if err != nil {
		return err
	}
	return b.consent(ctx, rest, manner{days: 20, answer: 0.8, agree: 0.89, withdraw: 0.03})
}

// secondCohort makes the one that is just being formed: half of it is asked, and few have answered.
func (b *builder) secondCohort(ctx context.Context) error {
	id, err := b.cohort(ctx, 6, cohorts.Cohort{
		Name:     base.Words{"en": "Winter group", "es": "Grupo de invierno"},
		Capacity: 250, Months: 6, Purpose: base.Words{
			"en": "More patients, to check that the problems we fixed stay fixed.",
			"es": "Más pacientes, para ver si lo que arreglamos sigue funcionando.",
		},
	})
	if err != nil {
		return err
	}
	refs := b.people.patients[firstSize : firstSize+secondSize]
	asked, err := b.ask(ctx, 4, id, refs[:secondSize/2])
	if err != nil {
		return err
	}
	if err := b.consent(ctx, asked, manner{days: 4, answer: 0.25, agree: 0.7}); err != nil {
		return err
	}
	_, err = b.teamAt(2, 14, 15).Cohorts.Select(ctx, id, refs[secondSize/2:], cohorts.RefuseOverflow)
	return err
}

// thirdCohort draws the next one by lot, so that it looks like all patients. Nobody of it is asked yet.
func (b *builder) thirdCohort(ctx context.Context) error {
	id, err := b.cohort(ctx, 1, cohorts.Cohort{
		Name:     base.Words{"en": "Spring group", "es": "Grupo de primavera"},
		Capacity: thirdSize, Months: 6, Purpose: base.Words{
			"en": "Two hundred patients who represent all our patients, to try the next features.",
			"es": "Doscientos pacientes que representan a todos, para probar las próximas funciones.",
		},
	})
	if err != nil {
		return err
	}
	_, err = b.teamAt(1, 15, 30).Cohorts.Draw(ctx, id, cohorts.DrawRule{
		Size: thirdSize, Where: map[string]string{"group": string(cohorts.Patient)}, Stratify: []string{"age", "language", "site"}, Refusals: 25,
	}, "")
	return err
}

func (b *builder) cohort(ctx context.Context, daysAgo int, c cohorts.Cohort) (id string, err error) {
	c, err = b.teamAt(daysAgo, 10, 15).Cohorts.CreateCohort(ctx, c)
	return c.ID, err
}

// ask selects patients on one day and asks them for their consent.
func (b *builder) ask(ctx context.Context, daysAgo int, cohort string, refs []string) ([]contact.Invitation, error) {
	if _, err := b.teamAt(daysAgo, 9, 40).Cohorts.Select(ctx, cohort, refs, cohorts.RefuseOverflow); err != nil {
		return nil, err
	}
	return b.teamAt(daysAgo, 11, 0).Contact.AskConsent(ctx, cohort)
}

// setAside takes out the patient whose link is printed for whoever looks around, and returns the others.
func (b *builder) setAside(asked []contact.Invitation) ([]contact.Invitation, error) {
	for n, i := range asked {
		if i.Language == "en" && b.people.byRef[i.Ref].age == 3 {
			b.printed = i
			return append(asked[:n:n], asked[n+1:]...), nil
		}
	}
	return nil, errors.New("there is no patient whose link could be printed")
}

// consent lets everybody who was asked do with it what they will.
func (b *builder) consent(ctx context.Context, asked []contact.Invitation, m manner) error {
	return each(ctx, asked, func(ctx context.Context, i contact.Invitation) error {
		return b.decide(ctx, i, m)
	})
}

// decide lets one patient answer, and come back on the answer, or do nothing.
func (b *builder) decide(ctx context.Context, i contact.Invitation, m manner) error {
	r := newChance("consent", i.Subject, i.Ref)
	if !r.happens(m.answer) {
		return nil
	}
	when := b.days.within(r, i.Created, m.days)
	agrees := r.happens(m.agree)
	when = when.Add(r.minutes(1, 9))
	if _, err := b.at(when, r.ids).Contact.AnswerConsent(ctx, i, agrees, i.Language); err != nil || !agrees || !r.happens(m.withdraw) {
		return err
	}
	ctx = base.WithActor(ctx, base.Actor{Kind: base.ActorParticipant, ID: i.Ref})
	_, err := b.at(b.days.within(r, when.Add(r.minutes(60, 600)), 14), r.ids).Cohorts.SetState(ctx, i.Subject, i.Ref, cohorts.Withdrawn, cohorts.Heard{})
	return err
}
