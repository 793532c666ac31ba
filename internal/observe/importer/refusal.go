package importer

import "kith/internal/kith"

// Refusals of a file as a whole. Codes never change meaning.
const (
	FileEmpty       = "file_empty"
	FileNoRows      = "file_no_rows"
	FileSpreadsheet = "file_spreadsheet" // xlsx and its like
	FileOldSheet    = "file_old_spreadsheet"
	FileZip         = "file_zip"
	FilePacked      = "file_packed" // zstd, bzip2, xz, 7z, rar
	FileImage       = "file_image"
	FilePDF         = "file_pdf"
	FileWebPage     = "file_web_page"
	FileProgram     = "file_binary"
	FileJSONArray   = "file_json_array"
	FileBrokenGzip  = "file_broken_gzip"
	FileBrokenTable = "file_broken_parquet"
	FileNotParquet  = "file_not_parquet"
	FileCut         = "file_cut"
	FileHeader      = "file_header"
	FileUnreadable  = "file_unreadable"
	FileTooLarge    = "file_too_large"
	FileMissing     = "file_missing"
	AlreadyImported = "already_imported"
)

// Refusal is why a file cannot be imported at all. The reason is for programs,
// which may say it in another language.
type Refusal struct {
	Reason string
	Say    *kith.Error
}

func (r *Refusal) Error() string { return r.Say.Error() }
func (r *Refusal) Unwrap() error { return r.Say }

func refused(reason, message, hint string) *Refusal {
	return &Refusal{reason, &kith.Error{Code: kith.Invalid, Message: message, Hint: hint}}
}

func damaged(err error) error {
	r := refused(FileCut, "the file cannot be read to its end", "check that it was copied whole")
	r.Say.Err = err
	return r
}
