package main

import (
	"context"
	"fmt"
	"strings"

	"soundings/server/services"
	"soundings/server/store"
)

// verifyAll checks every document, every index and every figure that is kept.
func verifyAll(ctx context.Context, s *services.Services) (store.Verified, error) {
	found, err := s.Store.Verify(ctx)
	if err != nil || len(found.Bad) > 0 { // what is counted of damaged documents says nothing more
		return found, err
	}
	again, err := recountAll(ctx, s)
	found.Bad = append(found.Bad, again.different()...)
	return found, err
}

// different returns the figures that are not what counting again makes.
func (r recounted) different() []string {
	var all []string
	if !r.Events.Equal() {
		all = append(all, r.Events.Said()...)
	}
	for _, figures := range [][]string{r.Polls.Different, r.Surveys.Different, r.Invitations.Different} {
		all = append(all, figures...)
	}
	for i, name := range all {
		all[i] = "the figure " + name + " is not what counting again makes"
	}
	return all
}

// verify checks the whole database and says what is wrong.
func (m *Main) verify(ctx context.Context) error {
	found, err := lookThrough(ctx, m, "/verify", verifyAll)
	if err != nil {
		return err
	}
	unsummed := ""
	if found.Unsummed > 0 {
		unsummed = fmt.Sprintf(" %d of them were last written by a version without checksums, so that only their form was checked.", found.Unsummed)
	}
	if len(found.Bad) > 0 {
		if found.More > 0 {
			found.Bad = append(found.Bad, fmt.Sprintf("and %d more", found.More))
		}
		return fmt.Errorf("the database is damaged (%d documents were read):\n  %s\nRestore the last backup that is whole", found.Documents, strings.Join(found.Bad, "\n  "))
	}
	_, err = fmt.Fprintf(m.Out, "Read %d documents, every index and every figure: nothing is wrong.%s\n", found.Documents, unsummed)
	return err
}
