package people

import (
	uploads "soundings/web/upload"
)

// ImportPage takes a file of participants.
type ImportPage struct{ uploads.UploadsPage }

// ImportedPage shows one file of participants.
type ImportedPage struct{ uploads.UploadPage }

func (ImportPage) Template() string { return "people/import" }

func (ImportedPage) Template() string { return "people/imported" }
