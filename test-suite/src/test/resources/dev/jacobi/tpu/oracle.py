"""Runs StableHLO programs on jaxlib's CPU client, one after the other, for tests: requests on stdin, replies on stdout, both binary.

request:  text, number of arguments, arrays        reply: 1, number of results, arrays   or   0, message
text:     length (u32), bytes                      array: dtype, rank, extents (u32 each), little-endian elements
"""
import os
import struct
import sys

# Our text as it stands: no reassociation of constants, no contraction to fma, no wider intermediate results; JACOBI_ORACLE=plain leaves XLA as it is.
if os.environ.get("JACOBI_ORACLE") != "plain":
    os.environ["XLA_FLAGS"] = "--xla_cpu_max_isa=AVX --xla_allow_excess_precision=false --xla_disable_hlo_passes=algsimp"
os.environ["JAX_PLATFORMS"] = "cpu"
import jax
import ml_dtypes
import numpy as np
from jaxlib import xla_client
from jaxlib._jax import DeviceList

jax.config.update("jax_enable_x64", True)
# In the order of dev.jacobi.ir.DType.
DTYPES = [np.dtype(t) for t in (np.bool_, np.int8, np.int16, np.uint16, np.int32, np.int64, ml_dtypes.bfloat16, np.float16, np.float32, np.float64)]
IN, OUT = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)


def number():
    head = IN.read(4)
    if len(head) < 4:
        sys.exit(0)
    return struct.unpack("<I", head)[0]


def array():
    dtype = DTYPES[number()]
    shape = [number() for _ in range(number())]
    count = int(np.prod(shape, dtype=np.int64))
    return np.frombuffer(IN.read(count * dtype.itemsize), dtype=dtype).reshape(shape)


def send(*parts):
    for p in parts:
        OUT.write(struct.pack("<I", p) if isinstance(p, int) else p)


def main():
    device = jax.devices("cpu")[0]
    while True:
        text = IN.read(number())
        arguments = [array() for _ in range(number())]
        try:
            program = device.client.compile_and_load(text, DeviceList((device,)), xla_client.CompileOptions())
            results = [np.asarray(r) for r in program.execute([jax.device_put(a, device) for a in arguments])]
        except Exception as e:
            message = str(e).encode()
            send(0, len(message), message)
        else:
            send(1, len(results))
            for r in results:
                send(DTYPES.index(r.dtype), r.ndim, *r.shape, np.ascontiguousarray(r).tobytes())
        OUT.flush()


main()
