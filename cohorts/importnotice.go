package cohorts

import (
	"context"
	"fmt"
	"strings"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
)

// notice notes of some rows what may be meant and stops nothing: an address that several have, nobody to reach, and a new ref
// beside an old one that differs by its letters' case alone.
func (c *importCheck) notice(ctx context.Context, rows []upload.Row, found []merged) error {
	shared, err := c.shared(ctx, found)
	if err != nil {
		return err
	}
	near, err := c.near(ctx, found)
	if err != nil {
		return err
	}
	add := func(row upload.Row, column string, why base.Text) {
		c.report.Notices.Add(upload.RowError{Line: row.Line, Column: column, Text: why})
	}
	for i, row := range rows {
		p := found[i].after
		mail := strings.ToLower(p.Email)
		first, twice := c.mails[mail]
		switch {
		case mail == "":
		case twice:
			add(row, "email", base.T("import.mail_in_line", "Line", first))
		case shared[mail]:
			add(row, "email", base.T("import.mail_shared"))
		}
		if mail != "" && !twice {
			c.mails[mail] = row.Line
		}
		if p.Email == "" && p.Phone == "" && !p.Address.Complete() {
			add(row, "email", base.T("import.no_way"))
		}
		if near[p.Ref] {
			add(row, "ref", base.T("import.ref_near"))
		}
	}
	return nil
}

// shared returns the addresses of some rows that somebody else has already.
func (c *importCheck) shared(ctx context.Context, found []merged) (map[string]bool, error) {
	var mails, refs []string
	for _, m := range found {
		if m.after.Email != "" && !strings.EqualFold(m.after.Email, m.before.Email) {
			mails, refs = append(mails, strings.ToLower(m.after.Email)), append(refs, m.after.Ref)
		}
	}
	owners, err := c.s.Store.RefsByMail(ctx, mails)
	if err != nil {
		return nil, fmt.Errorf("looking for mail addresses: %w", err)
	}
	shared := map[string]bool{}
	for i, all := range owners {
		for _, ref := range all {
			shared[mails[i]] = shared[mails[i]] || ref != refs[i]
		}
	}
	return shared, nil
}

// near returns the new refs of some rows beside which there is one that differs in capital letters alone.
func (c *importCheck) near(ctx context.Context, found []merged) (map[string]bool, error) {
	var fresh []string
	for _, m := range found {
		if ref := m.after.Ref; m.before.Version == 0 && strings.ToLower(ref) != strings.ToUpper(ref) {
			fresh = append(fresh, ref)
		}
	}
	others, err := c.s.Store.Spellings(ctx, fresh)
	if err != nil {
		return nil, fmt.Errorf("looking for refs: %w", err)
	}
	near := map[string]bool{}
	for i, ref := range fresh {
		near[ref] = len(others[i]) > 0
	}
	return near, nil
}
