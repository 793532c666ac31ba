package sandbox

/*
#include <stdint.h>
#include <stdlib.h>

extern void kithScanBind(void *info);
extern void kithScanInit(void *info);
extern void kithScanLocal(void *info);
extern void kithScanNext(void *info, void *output);
extern void kithScanFree(void *data);

static void *kithNumber(uint64_t n) { uint64_t *p = malloc(sizeof n); if (p) *p = n; return p; }
static uint64_t kithNumberAt(void *p) { return *(uint64_t *)p; }
static void *kithBind(void) { return (void *)kithScanBind; }
static void *kithInit(void) { return (void *)kithScanInit; }
static void *kithLocal(void) { return (void *)kithScanLocal; }
static void *kithNext(void) { return (void *)kithScanNext; }
static void *kithFree(void) { return (void *)kithScanFree; }
*/
import "C"

import (
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// DuckDB calls these by pointer, on threads of its own. What they keep for each
// other is a number in C memory: of a table, a scan, or a reader of a scan.
//
// The child answers one statement and ends, so the one child is a global.
var working *child

func (c *child) registerTable(conn duckdb.Connection, i int) duckdb.State {
	f := duckdb.CreateTableFunction()
	defer duckdb.DestroyTableFunction(&f)
	duckdb.TableFunctionSetName(f, functionName(c.job.Tables[i].Name))
	duckdb.TableFunctionSetExtraInfo(f, C.kithNumber(C.uint64_t(i)), C.kithFree())
	duckdb.TableFunctionSetBind(f, C.kithBind())
	duckdb.TableFunctionSetInit(f, C.kithInit())
	duckdb.TableFunctionSetLocalInit(f, C.kithLocal())
	duckdb.TableFunctionSetFunction(f, C.kithNext())
	duckdb.TableFunctionSupportsProjectionPushdown(f, true)
	return duckdb.RegisterTableFunction(conn, f)
}

//export kithScanFree
func kithScanFree(data unsafe.Pointer) { C.free(data) }

//export kithScanBind
func kithScanBind(p unsafe.Pointer) {
	info := duckdb.BindInfo{Ptr: p}
	t := &working.job.Tables[C.kithNumberAt(duckdb.BindGetExtraInfo(info))]
	for _, c := range t.Columns {
		kind := logicalType(c.Kind)
		duckdb.BindAddResultColumn(info, c.Name, kind)
		duckdb.DestroyLogicalType(&kind)
	}
	duckdb.BindSetCardinality(info, duckdb.IdxT(t.Rows), false)
}

//export kithScanInit
func kithScanInit(p unsafe.Pointer) {
	info := duckdb.InitInfo{Ptr: p}
	table := int(C.kithNumberAt(duckdb.InitGetExtraInfo(info)))
	var columns []int
	for i := range duckdb.InitGetColumnCount(info) {
		at := duckdb.InitGetColumnIndex(info, i)
		if at >= duckdb.IdxT(len(working.job.Tables[table].Columns)) {
			at = noColumn // rows are counted only
		}
		columns = append(columns, int(at))
	}
	id, err := working.openScan(table, columns)
	if err != nil {
		duckdb.InitSetError(info, err.Error())
		return
	}
	duckdb.InitSetMaxThreads(info, duckdb.IdxT(working.job.Threads))
	duckdb.InitSetInitData(info, C.kithNumber(C.uint64_t(id)), C.kithFree())
}

//export kithScanLocal
func kithScanLocal(p unsafe.Pointer) {
	info := duckdb.InitInfo{Ptr: p}
	duckdb.InitSetInitData(info, C.kithNumber(C.uint64_t(working.newReader())), C.kithFree())
}

//export kithScanNext
func kithScanNext(p, output unsafe.Pointer) {
	info := duckdb.FunctionInfo{Ptr: p}
	scan := int(C.kithNumberAt(duckdb.FunctionGetInitData(info)))
	reader := int(C.kithNumberAt(duckdb.FunctionGetLocalInitData(info)))
	if err := working.fill(scan, reader, duckdb.DataChunk{Ptr: output}); err != nil {
		duckdb.FunctionSetError(info, err.Error())
	}
}

// unsafeC returns memory of C's, never freed.
func unsafeC(n int) []byte {
	return unsafe.Slice((*byte)(C.malloc(C.size_t(max(n, 1)))), n)
}
