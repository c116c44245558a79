package base

import "time"

// Backup is how it stands with the backups that servers make by themselves, for all servers on one database.
type Backup struct {
	Made    time.Time // when the newest that is whole was begun; zero: there is none
	Until   time.Time // how long the server that is at one is waited for; zero: none is
	Failed  time.Time // when the last try came to nothing; zero: it did not
	Fault   Fault     // why it did
	Version int64
}

// Fault is why a backup could not be made, as far as it helps who reads it.
type Fault string

// Faults.
const (
	NoRoom   Fault = "room"   // in the folder, or on its disk
	NoFolder Fault = "folder" // that there is and may be written
	NoReason Fault = "reason" // that is known here: the log has it
)

// Due reports whether it is time for the next backup, where one is wanted so often.
func (b Backup) Due(now time.Time, every time.Duration) bool {
	return !now.Before(b.Until) && (now.Before(b.Made) || !now.Before(b.Made.Add(every)))
}

// Late reports whether the newest backup is older than it should ever be.
func (b Backup) Late(now time.Time, every time.Duration) bool {
	return !b.Made.IsZero() && now.After(b.Made.Add(every+every/2))
}
