package web

// ImportPage takes a file of participants.
type ImportPage struct{ UploadsPage }

// ImportedPage shows one file of participants.
type ImportedPage struct{ UploadPage }

func (ImportPage) template() string   { return "team/import" }
func (ImportedPage) template() string { return "team/imported" }
