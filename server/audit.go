package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"soundings/server/services"
	"soundings/server/store"
)

func checkAudit(ctx context.Context, s *services.Services) (store.AuditState, error) {
	return s.Store.VerifyAudit(ctx)
}

// verifyAudit checks the audit and says what is wrong with it first.
func (m *Main) verifyAudit(ctx context.Context) error {
	state, err := lookThrough(ctx, m, "/audit", checkAudit)
	if err != nil {
		return err
	}
	if state.Bad != "" {
		return errors.New("the audit is not whole: " + state.Bad)
	}
	_, err = fmt.Fprint(m.Out, auditLines(state))
	return err
}

// auditLines returns what is said of a whole audit.
func auditLines(s store.AuditState) string {
	text := fmt.Sprintf("The audit is whole: %d records in %d blocks", s.Records-s.LetGo, s.Blocks)
	if s.Blocks > 0 {
		text += fmt.Sprintf(", the last of %s with the root\n  %s\nWrite the number of blocks and the root down elsewhere: who can write the database could take the last blocks away.",
			s.Sealed.UTC().Format(time.DateTime+" MST"), s.Root)
	}
	text += "\n"
	if s.LetGo > 0 {
		text += fmt.Sprintf("%d more were let go, as --audit-days said.\n", s.LetGo)
	}
	if s.Tail > 0 {
		text += fmt.Sprintf("%d records since %s are in no block yet.\n", s.Tail, s.Since.UTC().Format(time.DateTime+" MST"))
	}
	if s.Old > 0 {
		text += fmt.Sprintf("%d records are of a version that did not seal them: nothing can be said of those.\n", s.Old)
	}
	return text
}

// trimAudit lets records go whose time is over.
func (a *app) trimAudit(ctx context.Context) error {
	_, err := a.Store.TrimAudit(ctx, a.keep)
	return err
}
