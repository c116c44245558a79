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
		if p.Email == "" && p.Phone == "" {
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

// near returns the new refs of some rows beside which there is one in other letters: all small, all capital, or the first.
func (c *importCheck) near(ctx context.Context, found []merged) (map[string]bool, error) {
	var asked, from []string
	for _, m := range found {
		if m.before.Version > 0 {
			continue
		}
		for _, other := range OtherCases(m.after.Ref) {
			asked, from = append(asked, other), append(from, m.after.Ref)
		}
	}
	near := map[string]bool{}
	for len(asked) > 0 {
		n := min(len(asked), upload.Chunk)
		people, err := c.s.Store.Participants(ctx, asked[:n]...)
		if err != nil {
			return nil, fmt.Errorf("reading participants: %w", err)
		}
		for i, p := range people {
			if p.Version > 0 {
				near[from[i]] = true
			}
		}
		asked, from = asked[n:], from[n:]
	}
	return near, nil
}

// OtherCases returns how else people write a ref: all in capitals, all in small letters, or with one capital at its beginning.
func OtherCases(ref string) []string {
	var others []string
	small, capital := strings.ToLower(ref), strings.ToUpper(ref)
	for _, other := range []string{capital, small, capital[:min(1, len(capital))] + small[min(1, len(small)):]} {
		if other != ref && other != "" && (len(others) == 0 || others[len(others)-1] != other) {
			others = append(others, other)
		}
	}
	return others
}
