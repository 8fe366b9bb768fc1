/**
 * TensorFlow's C library, opened through Deno's foreign function interface: every native symbol
 * the engine calls, in one table. The library is pinned in memory first, because Deno unloads
 * libraries when it exits and TensorFlow's threads would then crash the process.
 */
import { tensorflowLibraries } from "./libraries.ts";
import { tuneAllocator } from "./allocator.ts";

const pointer = "pointer" as const;
const buffer = "buffer" as const;
const i32 = "i32" as const;
const i64 = "i64" as const;
const u8 = "u8" as const;
const f32 = "f32" as const;
const none = "void" as const;
const usize = "usize" as const;
/** `TF_Output`: an operation and the index of one of its outputs. */
const output = { struct: [pointer, i32] } as const;

const SYMBOLS = {
  TF_Version: { parameters: [], result: pointer },
  TF_NewStatus: { parameters: [], result: pointer },
  TF_DeleteStatus: { parameters: [pointer], result: none },
  TF_GetCode: { parameters: [pointer], result: i32 },
  TF_Message: { parameters: [pointer], result: pointer },

  TF_AllocateTensor: { parameters: [i32, buffer, i32, usize], result: pointer },
  TF_TensorData: { parameters: [pointer], result: pointer },
  TF_TensorByteSize: { parameters: [pointer], result: usize },
  TF_TensorElementCount: { parameters: [pointer], result: i64 },
  TF_DeleteTensor: { parameters: [pointer], result: none },
  TF_StringInit: { parameters: [pointer], result: none },
  TF_StringCopy: { parameters: [pointer, buffer, usize], result: none },
  TF_StringGetDataPointer: { parameters: [pointer], result: pointer },
  TF_StringGetSize: { parameters: [pointer], result: usize },

  TFE_NewContextOptions: { parameters: [], result: pointer },
  TFE_DeleteContextOptions: { parameters: [pointer], result: none },
  TFE_ContextOptionsSetConfig: { parameters: [pointer, buffer, usize, pointer], result: none },
  TFE_NewContext: { parameters: [pointer, pointer], result: pointer },
  TFE_DeleteContext: { parameters: [pointer], result: none },
  TFE_ContextListDevices: { parameters: [pointer, pointer], result: pointer },
  TF_DeviceListCount: { parameters: [pointer], result: i32 },
  TF_DeviceListType: { parameters: [pointer, i32, pointer], result: pointer },
  TF_DeleteDeviceList: { parameters: [pointer], result: none },
  TFE_ContextAddFunction: { parameters: [pointer, pointer, pointer], result: none },
  TFE_ContextRemoveFunction: { parameters: [pointer, buffer, pointer], result: none },

  TFE_NewTensorHandle: { parameters: [pointer, pointer], result: pointer },
  TFE_DeleteTensorHandle: { parameters: [pointer], result: none },
  TFE_TensorHandleNumDims: { parameters: [pointer, pointer], result: i32 },
  TFE_TensorHandleDim: { parameters: [pointer, i32, pointer], result: i64 },
  TFE_TensorHandleDataType: { parameters: [pointer], result: i32 },
  TFE_TensorHandleResolve: { parameters: [pointer, pointer], result: pointer },

  TFE_NewOp: { parameters: [pointer, buffer, pointer], result: pointer },
  TFE_DeleteOp: { parameters: [pointer], result: none },
  TFE_OpAddInput: { parameters: [pointer, pointer, pointer], result: none },
  TFE_OpSetAttrString: { parameters: [pointer, buffer, buffer, usize], result: none },
  TFE_OpSetAttrInt: { parameters: [pointer, buffer, i64], result: none },
  TFE_OpSetAttrIntList: { parameters: [pointer, buffer, buffer, i32], result: none },
  TFE_OpSetAttrFloat: { parameters: [pointer, buffer, f32], result: none },
  TFE_OpSetAttrBool: { parameters: [pointer, buffer, u8], result: none },
  TFE_OpSetAttrType: { parameters: [pointer, buffer, i32], result: none },
  TFE_OpSetAttrTypeList: { parameters: [pointer, buffer, buffer, i32], result: none },
  TFE_OpSetAttrShape: { parameters: [pointer, buffer, buffer, i32, pointer], result: none },
  TFE_Execute: { parameters: [pointer, buffer, buffer, pointer], result: none },
  executeInBackground: {
    name: "TFE_Execute",
    parameters: [pointer, buffer, buffer, pointer],
    result: none,
    nonblocking: true,
  },

  TF_NewGraph: { parameters: [], result: pointer },
  TF_DeleteGraph: { parameters: [pointer], result: none },
  TF_NewOperation: { parameters: [pointer, buffer, buffer], result: pointer },
  TF_FinishOperation: { parameters: [pointer, pointer], result: pointer },
  TF_AddInput: { parameters: [pointer, output], result: none },
  TF_AddInputList: { parameters: [pointer, buffer, i32], result: none },
  TF_AddControlInput: { parameters: [pointer, pointer], result: none },
  TF_OperationNumOutputs: { parameters: [pointer], result: i32 },
  TF_OperationOutputType: { parameters: [output], result: i32 },
  TF_GraphGetTensorNumDims: { parameters: [pointer, output, pointer], result: i32 },
  TF_GraphGetTensorShape: { parameters: [pointer, output, buffer, i32, pointer], result: none },
  TF_GraphSetTensorShape: { parameters: [pointer, output, buffer, i32, pointer], result: none },
  TF_SetAttrString: { parameters: [pointer, buffer, buffer, usize], result: none },
  TF_SetAttrInt: { parameters: [pointer, buffer, i64], result: none },
  TF_SetAttrIntList: { parameters: [pointer, buffer, buffer, i32], result: none },
  TF_SetAttrFloat: { parameters: [pointer, buffer, f32], result: none },
  TF_SetAttrBool: { parameters: [pointer, buffer, u8], result: none },
  TF_SetAttrType: { parameters: [pointer, buffer, i32], result: none },
  TF_SetAttrTypeList: { parameters: [pointer, buffer, buffer, i32], result: none },
  TF_SetAttrShape: { parameters: [pointer, buffer, buffer, i32], result: none },
  TF_SetAttrTensor: { parameters: [pointer, buffer, pointer, pointer], result: none },
  TF_GraphToFunctionWithControlOutputs: {
    parameters: [
      ...[pointer, buffer, u8, i32, pointer, i32, buffer, i32, buffer, pointer] as const,
      ...[i32, buffer, pointer, pointer, pointer, pointer] as const,
    ],
    result: pointer,
  },
  TF_DeleteFunction: { parameters: [pointer], result: none },
} as const;

type Symbols = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

let opened: Symbols | undefined;

/** The native functions; opens TensorFlow at the first call. */
export function native(): Symbols {
  return opened ??= open();
}

function open(): Symbols {
  const paths = tensorflowLibraries();
  // oneDNN is off by default on processors without AVX-512, where it helps most.
  if (!Deno.env.has("TF_ENABLE_ONEDNN_OPTS")) Deno.env.set("TF_ENABLE_ONEDNN_OPTS", "1");
  if (!Deno.env.has("TF_CPP_MIN_LOG_LEVEL")) Deno.env.set("TF_CPP_MIN_LOG_LEVEL", "2");
  tuneAllocator();
  pin(paths.framework);
  pin(paths.tensorflow);
  Deno.dlopen(paths.framework, {});
  return Deno.dlopen(paths.tensorflow, SYMBOLS).symbols;
}

/**
 * Loads a library so that it stays until the process ends. It neither gives its symbols to others nor
 * takes theirs before its own: the LLVM inside TensorFlow and that of a graphics driver would take
 * each other's place.
 */
function pin(path: string): void {
  const system = Deno.build.os;
  if (system === "windows") return;
  const [libc, flags] = system === "darwin"
    ? ["libSystem.B.dylib", 0x2 | 0x4 | 0x80]
    : ["libc.so.6", 0x2 | 0x8 | 0x1000];
  const { symbols } = Deno.dlopen(libc, {
    dlopen: { parameters: ["buffer", "i32"], result: "pointer" },
    dlerror: { parameters: [], result: "pointer" },
  });
  if (symbols.dlopen(cString(path), flags) === null) {
    const reason = symbols.dlerror();
    const text = reason ? Deno.UnsafePointerView.getCString(reason) : "no reason given";
    throw new Error(`Cannot load TensorFlow: ${text}. Run \`deno task setup\` to repair it`);
  }
}

const encoder = new TextEncoder();
const strings = new Map<string, Uint8Array<ArrayBuffer>>();

/** A zero-terminated copy of a string, kept: names of ops and attributes recur all the time. */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  let bytes = strings.get(text);
  if (!bytes) strings.set(text, bytes = encoder.encode(text + "\0"));
  return bytes;
}

/** A status object and its check; each call in the background needs one of its own. */
export class Status {
  readonly pointer: Deno.PointerValue = native().TF_NewStatus();

  /** Throws what TensorFlow says, if the last call failed. */
  check(doing: string): void {
    if (native().TF_GetCode(this.pointer) === 0) return;
    const message = native().TF_Message(this.pointer);
    const text = message ? Deno.UnsafePointerView.getCString(message) : "no reason given";
    throw new Error(`TensorFlow cannot ${doing}: ${text}`);
  }

  dispose(): void {
    native().TF_DeleteStatus(this.pointer);
  }
}

let shared: Status | undefined;

/** The status of calls that return before the next one starts. */
export function status(): Status {
  return shared ??= new Status();
}
