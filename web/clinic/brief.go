package clinic

import (
	"context"

	"soundings/cohorts/base"
	"soundings/web/page"
)

// Brief returns for Today that a backup failed or is late, and that a proxy does not say who asks. Only managers are told: who
// runs the server has to act, and they know who that is.
func (s *Settings) Brief(ctx context.Context, frame page.Page) (page.Brief, error) {
	var b page.Brief
	if note := s.silentProxy(frame); note != nil {
		b.Tasks = append(b.Tasks, page.Task{Title: note.Title, Detail: note.Text, Look: "waiting", Button: page.Link{Text: frame.T("today.look"), Href: "/settings#proxy"}})
	}
	if s.BackupEvery == 0 || !frame.Manages() {
		return b, nil
	}
	state, err := s.Backups.Backup(ctx)
	if err != nil {
		return b, err
	}
	if failed := !state.Failed.IsZero(); failed || state.Late(s.Now(), s.BackupEvery) {
		b.Tasks = append(b.Tasks, backupTask(frame, state, failed))
	}
	return b, nil
}

// backupTask says what is known, and whom to ask.
func backupTask(frame page.Page, state base.Backup, failed bool) page.Task {
	task := page.Task{Title: frame.T("today.backup_late"), Look: "waiting", Button: page.Link{Text: frame.T("today.look"), Href: page.Address("/audit", "kind", "taken")}}
	last := frame.T("today.backup_none")
	if !state.Made.IsZero() {
		last = frame.T("today.backup_last", "Time", frame.Time(state.Made))
	}
	why := frame.T("today.backup_ask")
	if failed {
		task.Title = frame.T("today.backup_failed")
		why = frame.T("today.backup_fault." + string(state.Fault))
	}
	task.Detail = last + " " + why
	return task
}
