package store

import (
	"context"
	"time"

	"soundings/cohorts/base"
)

// backupDoc is how it stands with backups.
type backupDoc struct {
	Head   `bson:",inline"`
	Made   *time.Time `bson:"made,omitempty"`
	Until  *time.Time `bson:"until,omitempty"`
	Failed *time.Time `bson:"failed,omitempty"`
	Fault  string     `bson:"fault,omitempty"`
}

// Backup returns how it stands with backups; Version 0: none was begun yet.
func (s *Store) Backup(ctx context.Context) (base.Backup, error) {
	docs, err := get[backupDoc](ctx, s, settings, "backup")
	if err != nil || docs[0] == nil {
		return base.Backup{}, err
	}
	d := docs[0]
	return base.Backup{Made: given(d.Made), Until: given(d.Until), Failed: given(d.Failed), Fault: base.Fault(d.Fault), Version: d.Version}, nil
}

// SaveBackup keeps how it stands with backups.
func (s *Store) SaveBackup(ctx context.Context, b base.Backup) error {
	d := &backupDoc{Head{ID: "backup", Version: b.Version}, optional(b.Made), optional(b.Until), optional(b.Failed), string(b.Fault)}
	return s.begin("", "").save(settings, d).commit(ctx)
}
