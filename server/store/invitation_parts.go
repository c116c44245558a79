package store

import (
	"context"
	"slices"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/store/engine"
)

// markNames are the marks as an invitations rollup has them, before the part: "part/reached/group/patient".
func markNames() map[contact.Marks]string {
	return map[contact.Marks]string{
		contact.WasAsked: "part/asked/", contact.WasReached: "part/reached/", contact.WasStarted: "part/started/", contact.WasFinished: "part/finished/",
	}
}

// partKey writes a part as "group/patient" or "stratum/spring/north".
func partKey(p contact.Part) string {
	if p.Stratum == "" {
		return ofGroup + string(p.Group)
	}
	return ofStratum + p.Cohort + "/" + p.Stratum
}

// partOf reads it.
func partOf(key string) contact.Part {
	if group, ok := strings.CutPrefix(key, ofGroup); ok {
		return contact.Part{Group: cohorts.Group(group)}
	}
	cohort, stratum, _ := strings.Cut(strings.TrimPrefix(key, ofStratum), "/")
	return contact.Part{Cohort: cohort, Stratum: stratum}
}

// moveParts counts by part how far an invitation has come since it was counted last.
func (a *act) moveParts(rollup string, i contact.Invitation) {
	names := markNames()
	for _, mark := range contact.AllMarks() {
		was, is := i.Counted&mark > 0, i.Marks()&mark > 0
		if was == is {
			continue
		}
		for _, part := range i.Parts() {
			key := names[mark] + partKey(part)
			if is {
				a.move(rollup, "", key)
			} else {
				a.move(rollup, key, "")
			}
		}
	}
}

// partCounts returns what an invitation adds to the counts by part; nothing of one that an older program kept.
func partCounts(i contact.Invitation) (all []countDoc) {
	names := markNames()
	for _, mark := range contact.AllMarks() {
		if i.Counted == 0 || i.Marks()&mark == 0 {
			continue
		}
		for _, part := range i.Parts() {
			all = append(all, countDoc{names[mark] + partKey(part), 1})
		}
	}
	return all
}

// partsOf reads from an invitations rollup how far the invitations of each part have come.
func partsOf(sum counts) map[contact.Part]contact.Progress {
	parts := map[contact.Part]contact.Progress{}
	for mark, name := range markNames() {
		for key, n := range sum {
			if part, ok := strings.CutPrefix(key, name); ok && n > 0 {
				progress := parts[partOf(part)]
				progress.Add(mark, n)
				parts[partOf(part)] = progress
			}
		}
	}
	return parts
}

// countParts counts by part what older programs kept.
func (s *Store) countParts(ctx context.Context) error {
	for docs, err := range pages[invitationDoc](ctx, s, engine.Query{Collection: invitations, Limit: cohorts.MaxChunk}) {
		if err != nil {
			return err
		}
		all, err := s.invitationsOf(ctx, slices.DeleteFunc(docs, func(d *invitationDoc) bool { return d.Counted != 0 }))
		if err != nil {
			return err
		}
		if err := s.saveParts(ctx, all...); err != nil {
			return err
		}
	}
	return nil
}

// saveParts writes invitations anew; one by one where some were changed meanwhile, which has counted them.
func (s *Store) saveParts(ctx context.Context, all ...contact.Invitation) error {
	a := s.begin("", "")
	for _, i := range all {
		a.moveParts(invitationsRollup(i.Kind, i.Subject), i)
		i.Counted = i.Marks()
		a.save(invitations, newInvitationDoc(i))
	}
	switch err := a.commit(ctx); {
	case !base.IsCode(err, base.Conflict):
		return err
	case len(all) == 1:
		return nil
	}
	for _, i := range all {
		if err := s.saveParts(ctx, i); err != nil {
			return err
		}
	}
	return nil
}
