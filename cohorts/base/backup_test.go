package base

import (
	"testing"
	"time"
)

func TestWhenABackupIsDue(t *testing.T) {
	now := time.Date(2027, 3, 4, 3, 0, 0, 0, time.UTC)
	ago := func(hours int) time.Time { return now.Add(-time.Duration(hours) * time.Hour) }
	for about, c := range map[string]struct {
		backup    Backup
		due, late bool
	}{
		"there is none":                         {Backup{}, true, false},
		"there is none, and another is at it":   {Backup{Until: ago(-1)}, false, false},
		"it is a new one":                       {Backup{Made: ago(23)}, false, false},
		"it is a day old":                       {Backup{Made: ago(24)}, true, false},
		"it is a day old, and another is at it": {Backup{Made: ago(24), Until: ago(-1)}, false, false},
		"another was at it, and is gone":        {Backup{Made: ago(24), Until: now}, true, false},
		"it is of two days ago":                 {Backup{Made: ago(48)}, true, true},
		"it failed":                             {Backup{Made: ago(30), Failed: ago(1)}, true, false},
		"it was made by a clock that was wrong": {Backup{Made: ago(-30)}, true, false},
	} {
		if due, late := c.backup.Due(now, 24*time.Hour), c.backup.Late(now, 24*time.Hour); due != c.due || late != c.late {
			t.Errorf("%s: due %v, late %v", about, due, late)
		}
	}
}
