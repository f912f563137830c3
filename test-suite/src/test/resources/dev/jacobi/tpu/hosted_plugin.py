"""A PJRT plugin for tests inside of a process that embeds Python: its table of functions calls jaxlib's CPU client.

table() gives the address of a PJRT_Api. The structures of arguments are ctypes.Structures with the fields in the order of the C header, so ctypes
works out the offsets. JACOBI_TEST_PLATFORM is the platform's name; JACOBI_TEST_FAIL=function:code:text makes a function fail with
a text in which underscores stand for spaces; JACOBI_TEST_FAIL_AT=n lets only its n-th call fail. JACOBI_TEST_DEVICES=n makes n devices.
"""
import ctypes as C
import os
import traceback

os.environ.setdefault("JAX_PLATFORMS", "cpu")
# XLA multiplies by the reciprocal of a constant, reassociates, and contracts a * b + c. Without that pass and those instructions it does not.
os.environ.setdefault("XLA_FLAGS", "--xla_disable_hlo_passes=algsimp --xla_cpu_max_isa=AVX")
os.environ["XLA_FLAGS"] += " --xla_force_host_platform_device_count=" + os.environ.get("JACOBI_TEST_DEVICES", "1")
import jax
import ml_dtypes
import numpy as np
from jaxlib import _jax, xla_client

jax.config.update("jax_enable_x64", True)
BACKEND = jax.devices("cpu")[0].client
DEVICES = BACKEND.local_devices()
PLATFORM = os.environ.get("JACOBI_TEST_PLATFORM", "cpu").encode()
FAIL = os.environ.get("JACOBI_TEST_FAIL", "").split(":", 2)
FAIL_AT = int(os.environ.get("JACOBI_TEST_FAIL_AT", "0"))
asked = []     # calls of the function that fails
TYPES = {1: np.bool_, 2: np.int8, 3: np.int16, 4: np.int32, 5: np.int64, 6: np.uint8, 7: np.uint16, 8: np.uint32, 9: np.uint64, 10: np.float16,
         11: np.float32, 12: np.float64, 13: ml_dtypes.bfloat16}
NUMBERS = {np.dtype(t): n for n, t in TYPES.items()}

objects = {}   # handle -> object; a handle is the address of eight bytes that stay where they are
pinned = []    # what C has pointers to
live = {}      # kind -> number of handles that have not been destroyed
given = []     # bytes of each array that was gone when it was destroyed: a result has its memory


class Failure(Exception):
    """An error of the interface: a code and a text."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


def handle(kind, value):
    cell = C.c_uint64()
    at = C.addressof(cell)
    objects[at] = (kind, value, cell)
    live[kind] = live.get(kind, 0) + 1
    return at


def value(at, kind):
    found = objects.get(at)
    if found is None or found[0] != kind:
        raise Failure(3, "a %s was expected, and %s came" % (kind, found and found[0]))
    return found[1]


def destroy(at, kind):
    value(at, kind)
    del objects[at]
    live[kind] -= 1


def pin(data):
    pinned.append(data)
    return C.addressof(data)


def string(data):
    return pin(C.create_string_buffer(data, len(data) + 1))


P, N, I, B = C.c_void_p, C.c_size_t, C.c_int, C.c_bool
HEAD = [("struct_size", N), ("extension_start", P)]
ERROR = [("error", P)]
CLIENT = [("client", P)]
EXECUTABLE = [("executable", P)]
BUFFER = [("buffer", P)]
DESCRIPTION = [("device_description", P)]


class Program(C.Structure):
    _fields_ = HEAD + [("code", P), ("code_size", N), ("format", P), ("format_size", N)]


class ExecuteOptions(C.Structure):
    _fields_ = HEAD + [("send_callbacks", P), ("recv_callbacks", P), ("num_send_ops", N), ("num_recv_ops", N), ("launch_id", I),
                       ("non_donatable_input_indices", C.POINTER(C.c_int64)), ("num_non_donatable_input_indices", N)]


class Layout(C.Structure):
    class Tiled(C.Structure):
        _fields_ = HEAD + [("minor_to_major", C.POINTER(C.c_int64)), ("minor_to_major_size", N), ("tile_dims", P), ("tile_dim_sizes", P), ("num_tiles", N)]

    _fields_ = HEAD + [("tiled", Tiled), ("type", I)]


functions = {}


def function(index, *fields):
    """Makes a Python function of an argument structure the function with this number."""
    arguments = type("Args", (C.Structure,), {"_fields_": HEAD + [f for group in fields for f in (group if isinstance(group, list) else [group])]})

    def decorate(body):
        name = body.__name__

        def call(at):
            try:
                if FAIL[0] == name:
                    asked.append(at)
                if FAIL[0] == name and FAIL_AT in (0, len(asked)):
                    raise Failure(int(FAIL[1]), FAIL[2].replace("_", " "))
                a = arguments.from_address(at)
                least = arguments._fields_[-1]
                end = getattr(arguments, least[0]).offset + C.sizeof(least[1])
                if a.struct_size < end:
                    raise Failure(3, "Unexpected %s_Args size: expected %d, got %d" % (name, end, a.struct_size))
                body(a)
                return 0
            except Failure as e:
                return handle("error", (e.code, str(e).encode()))
            except Exception as e:
                text = "%s: %s" % (type(e).__name__, e)
                code = 3 if "INVALID_ARGUMENT" in text else 8 if "RESOURCE_EXHAUSTED" in text else 2 if "MLIR" in text or "-:" in text else 13
                return handle("error", (code, (text if code != 13 else text + traceback.format_exc()).encode()))

        functions[index] = C.CFUNCTYPE(C.c_void_p, C.c_void_p)(call)
        return body

    return decorate


@function(0, ERROR)
def Error_Destroy(a):
    destroy(a.error, "error")


@function(1, ERROR, ("message", P), ("message_size", N))
def Error_Message(a):
    text = value(a.error, "error")[1]
    a.message, a.message_size = string(text), len(text)


@function(2, ERROR, ("code", I))
def Error_GetCode(a):
    a.code = value(a.error, "error")[0]


@function(3)
def Plugin_Initialize(a):
    pass


@function(5, ("event", P))
def Event_Destroy(a):
    destroy(a.event, "event")


@function(8, ("event", P))
def Event_Await(a):
    value(a.event, "event")()


@function(10, ("create_options", P), ("num_options", N), ("kv", P * 4), CLIENT)
def Client_Create(a):
    a.client = handle("client", BACKEND)


@function(11, CLIENT)
def Client_Destroy(a):
    destroy(a.client, "client")


@function(12, CLIENT, ("name", P), ("size", N))
def Client_PlatformName(a):
    a.name, a.size = string(PLATFORM), len(PLATFORM)


@function(14, CLIENT, ("version", P), ("size", N))
def Client_PlatformVersion(a):
    text = BACKEND.platform_version.encode()
    a.version, a.size = string(text), len(text)


@function(16, CLIENT, ("devices", P), ("num_devices", N))
def Client_AddressableDevices(a):
    a.devices, a.num_devices = pin((P * len(DEVICES))(*[handle("device", d) for d in DEVICES])), len(DEVICES)


def fields(data):
    """Numbers and contents of the fields of a message of protocol buffers."""
    at = 0

    def number():
        nonlocal at
        n, shift = 0, 0
        while True:
            byte = data[at]
            at += 1
            n |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return n

    while at < len(data):
        tag = number()
        content = number()
        if tag & 7 == 2:
            at += content
            content = data[at - content:at]
        yield tag >> 3, content


def field(data, wanted):
    return [content for n, content in fields(data) if n == wanted]


def assigned(options):
    """The devices of a CompileOptionsProto, by partition; the plugin knows one replica only."""
    assignment = field(field(options, 3)[0], 9)[0]
    if field(assignment, 1) != [1]:
        raise Failure(12, "one replica only")
    return _jax.DeviceList(tuple(next(d for d in DEVICES if d.id == field(c, 1)[0][0]) for c in field(assignment, 3)))


@function(20, CLIENT, ("program", C.POINTER(Program)), ("options", P), ("options_size", N), EXECUTABLE)
def Client_Compile(a):
    program = a.program.contents
    kind = C.string_at(program.format, program.format_size)
    if kind != b"mlir":
        raise Failure(3, "Unknown program format '%s'." % kind.decode())
    options = C.string_at(a.options, a.options_size)
    code = C.string_at(program.code, program.code_size)
    a.executable = handle("loaded", BACKEND.compile_and_load(code, assigned(options), xla_client.CompileOptions.ParseFromString(options)))


def strides(dims, item):
    out = []
    for d in reversed(dims):
        out.insert(0, item)
        item *= d
    return out


@function(22, CLIENT, ("data", P), ("type", I), ("dims", C.POINTER(C.c_int64)), ("num_dims", N), ("byte_strides", C.POINTER(C.c_int64)),
          ("num_byte_strides", N), ("semantics", I), ("device", P), ("memory", P), ("layout", P), ("done", P), BUFFER)
def Client_BufferFromHostBuffer(a):
    kind, dims = np.dtype(TYPES[a.type]), [a.dims[i] for i in range(a.num_dims)]
    if a.num_byte_strides and a.byte_strides[:a.num_byte_strides] != strides(dims, kind.itemsize):
        raise Failure(12, "only dense arrays")
    size = int(np.prod(dims, dtype=np.int64)) * kind.itemsize
    data = np.frombuffer(C.string_at(a.data, size), dtype=kind).reshape(dims)
    a.buffer = handle("buffer", jax.device_put(data, value(a.device, "device")))
    a.done = handle("event", lambda: None)


@function(23, DESCRIPTION, ("id", I))
def DeviceDescription_Id(a):
    a.id = value(a.device_description, "device").id


@function(25, DESCRIPTION, ("num_attributes", N), ("attributes", P))
def DeviceDescription_Attributes(a):
    a.num_attributes = 0


@function(26, DESCRIPTION, ("kind", P), ("size", N))
def DeviceDescription_Kind(a):
    text = value(a.device_description, "device").device_kind.encode()
    a.kind, a.size = string(text), len(text)


@function(27, DESCRIPTION, ("text", P), ("size", N))
def DeviceDescription_DebugString(a):
    text = str(value(a.device_description, "device")).encode()
    a.text, a.size = string(text), len(text)


@function(29, ("device", P), DESCRIPTION)
def Device_GetDescription(a):
    value(a.device, "device")
    a.device_description = a.device


@function(40, EXECUTABLE)
def Executable_Destroy(a):
    destroy(a.executable, "executable")


@function(44, EXECUTABLE, ("num_outputs", N))
def Executable_NumOutputs(a):
    a.num_outputs = len(value(a.executable, "executable").get_output_layouts())


@function(48, EXECUTABLE, ("program", C.POINTER(Program)))
def Executable_OptimizedProgram(a):
    data, to = value(a.executable, "executable").hlo_modules()[0].as_serialized_hlo_module_proto(), a.program.contents
    if to.code:
        C.memmove(to.code, data, len(data))
    else:
        to.code_size, to.format, to.format_size = len(data), string(b"hlo"), 3


@function(49, EXECUTABLE, ("bytes", P), ("bytes_size", N), ("serialized", P), ("deleter", C.c_void_p))
def Executable_Serialize(a):
    executable = value(a.executable, "executable")
    # in front of the program stand the numbers of its devices, and a byte that says how many there are
    devices = [d.id for d in executable.local_devices()]
    data = bytes([len(devices), *devices]) + BACKEND.serialize_executable(executable)
    a.bytes, a.bytes_size = string(data), len(data)
    a.serialized, a.deleter = handle("serialized", data), C.cast(deleter, P).value


@C.CFUNCTYPE(None, C.c_void_p)
def deleter(at):
    destroy(at, "serialized")


@function(50, EXECUTABLE)
def LoadedExecutable_Destroy(a):
    destroy(a.executable, "loaded")


@function(51, ("loaded_executable", P), EXECUTABLE)
def LoadedExecutable_GetExecutable(a):
    a.executable = handle("executable", value(a.loaded_executable, "loaded"))


@function(55, EXECUTABLE, ("options", C.POINTER(ExecuteOptions)), ("argument_lists", C.POINTER(C.POINTER(C.c_uint64))), ("num_devices", N), ("num_args", N),
          ("output_lists", C.POINTER(C.POINTER(C.c_uint64))), ("events", C.POINTER(C.c_uint64)), ("device", P))
def LoadedExecutable_Execute(a):
    executable = value(a.executable, "loaded")
    if a.num_devices != len(executable.local_devices()):
        raise Failure(3, "lists for %d devices were given to a program of %d" % (a.num_devices, len(executable.local_devices())))
    options = a.options.contents
    kept = options.non_donatable_input_indices[:options.num_non_donatable_input_indices]
    arrays = [[value(a.argument_lists[d][i], "buffer") for d in range(a.num_devices)] for i in range(a.num_args)]
    arrays = [[x.copy() for x in xs] if i in kept else xs for i, xs in enumerate(arrays)]
    if a.num_devices == 1:
        results = [[r] for r in executable.execute([xs[0] for xs in arrays])]
    else:
        results = executable.execute_sharded([together(xs, executable) for xs in arrays]).disassemble_into_single_device_arrays()
    for i, rs in enumerate(results):
        for d, r in enumerate(rs):
            a.output_lists[d][i] = handle("buffer", r)
    if a.events:
        for d in range(a.num_devices):
            a.events[d] = handle("event", lambda d=d: [rs[d].block_until_ready() for rs in results])


def together(arrays, executable):
    """One array of what devices have, as the executable takes it: of whatever shape it seems to be, it looks at the parts only."""
    mesh = jax.sharding.Mesh(np.array(executable.local_devices()), ("d",))
    shape = arrays[0].shape
    spec = jax.sharding.PartitionSpec("d") if shape else jax.sharding.PartitionSpec()
    return jax.make_array_from_single_device_arrays((shape[0] * len(arrays), *shape[1:]) if shape else (), jax.sharding.NamedSharding(mesh, spec), arrays)


@function(56, CLIENT, ("bytes", P), ("bytes_size", N), ("loaded", P))
def Executable_DeserializeAndLoad(a):
    data = C.string_at(a.bytes, a.bytes_size)
    numbers = data[1:1 + data[0]]
    devices = _jax.DeviceList(tuple(next(d for d in DEVICES if d.id == n) for n in numbers))
    a.loaded = handle("loaded", BACKEND.deserialize_executable(data[1 + len(numbers):], devices))


@function(58, BUFFER)
def Buffer_Destroy(a):
    array = value(a.buffer, "buffer")
    if array.is_deleted():
        given.append(array.nbytes)
    destroy(a.buffer, "buffer")


@function(59, BUFFER, ("type", I))
def Buffer_ElementType(a):
    a.type = NUMBERS[np.dtype(value(a.buffer, "buffer").dtype)]


@function(60, BUFFER, ("dims", P), ("num_dims", N))
def Buffer_Dimensions(a):
    dims = value(a.buffer, "buffer").shape
    a.dims, a.num_dims = pin((C.c_int64 * max(1, len(dims)))(*dims)), len(dims)


@function(64, BUFFER, ("size", N))
def Buffer_OnDeviceSizeInBytes(a):
    a.size = value(a.buffer, "buffer").nbytes


@function(68, BUFFER, ("is_deleted", B))
def Buffer_IsDeleted(a):
    a.is_deleted = value(a.buffer, "buffer").is_deleted()


@function(70, ("src", P), ("layout", C.POINTER(Layout)), ("dst", P), ("dst_size", N), ("event", P))
def Buffer_ToHostBuffer(a):
    x = np.asarray(value(a.src, "buffer"))
    if not a.layout or a.layout.contents.type != 0 or a.layout.contents.tiled.num_tiles != 0:
        raise Failure(3, "the host's layout is not given, or not plain")
    order = a.layout.contents.tiled.minor_to_major[:a.layout.contents.tiled.minor_to_major_size]
    if order != list(reversed(range(x.ndim))):
        raise Failure(3, "the host's layout is not row-major: %s" % order)
    if not a.dst:
        a.dst_size = x.nbytes
        return
    if a.dst_size < x.nbytes:
        raise Failure(3, "%d bytes are too few for %d" % (a.dst_size, x.nbytes))
    C.memmove(a.dst, np.ascontiguousarray(x).tobytes(), x.nbytes)
    a.event = handle("event", lambda: None)


def leaks():
    """What has been made and not been destroyed; devices belong to nobody."""
    return {k: n for k, n in live.items() if n and k != "device"}


def table():
    count = 128
    api = (C.c_uint64 * (5 + count))()
    api[0], api[2], api[4] = C.sizeof(api), 24, 90 << 32
    for index, f in functions.items():
        api[5 + index] = C.cast(f, P).value
    return pin(api)
