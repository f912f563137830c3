package dev.jacobi.pjrt.client;

import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.program.Tiling;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a program's results are on its devices, as the compiler says in the optimised program: the field {@code spmd_output_sharding} of an {@code HloModuleProto}, an {@code OpSharding}
 * ({@code xla/service/hlo.proto}, {@code xla/xla_data.proto}).
 */
final class OutputShardings {
    private static final int MODULE = 1;
    private static final int OUTPUT_SHARDING = 12;
    private static final int TYPE = 1;
    private static final int DIMENSIONS = 3;
    private static final int DEVICES = 4;
    private static final int OF_TUPLE = 5;
    private static final int REPLICATED_LAST = 6;
    private static final int LAST_KINDS = 8;
    private static final int RESHAPED = 9;
    private static final int TRANSPOSED = 10;
    private static final int REPLICATED = 0;
    private static final int TUPLE = 2;
    private static final int OTHER = 3;
    private final int devices;

    private OutputShardings(int devices) {
        this.devices = devices;
    }

    /** One for each of so many results; null where the plugin does not say, or says it in a way that is not known here. */
    static List<Tiling> of(Executable e, int devices, int results) {
        try {
            Executable.Program p = e.optimized();
            Message module = new Message(p.code());
            if (p.format().equals("hlo_with_config")) {
                module = module.message(MODULE);
            }
            Message sharding = module.message(OUTPUT_SHARDING);
            List<Message> all = sharding.number(TYPE) == TUPLE ? sharding.messages(OF_TUPLE) : List.of(sharding);
            if (!module.has(OUTPUT_SHARDING) || all.size() != results) {
                return null;
            }
            var out = new ArrayList<Tiling>();
            for (Message m : all) {
                out.add(new OutputShardings(devices).tiling(m));
            }
            return out.contains(null) ? null : out;
        } catch (PjrtException | IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException | ClassCastException x) {
            return null;
        }
    }

    private Tiling tiling(Message m) {
        if (m.number(TYPE) == REPLICATED) {
            return new Tiling(List.of(), Collections.nCopies(devices, List.of()));
        }
        List<Integer> dims = m.numbers(DIMENSIONS);
        int trailing = m.number(REPLICATED_LAST) != 0 ? 1 : m.numbers(LAST_KINDS).size();
        int[] at = assignment(m, dims);
        if (m.number(TYPE) != OTHER || at == null) {
            return null;
        }
        var places = new ArrayList<List<Integer>>(Collections.nCopies(devices, null));
        for (int k = 0; k < devices; k++) {
            places.set(at[k], place(k, dims).subList(0, dims.size() - trailing));
        }
        return places.contains(null) ? null : new Tiling(dims.subList(0, dims.size() - trailing), places);
    }

    private static List<Integer> place(int index, List<Integer> dims) {
        var place = new ArrayList<Integer>();
        int rest = index;
        for (int d = dims.size() - 1; d >= 0; d--) {
            place.add(0, rest % dims.get(d));
            rest /= dims.get(d);
        }
        return place;
    }

    /** The device of each tile, in row-major order of the tiles: as a list, or as 0, 1, 2, ... reshaped and transposed. Null where there are more or fewer than devices. */
    private int[] assignment(Message m, List<Integer> dims) {
        if (dims.stream().reduce(1, Math::multiplyExact) != devices) {
            return null;
        }
        List<Integer> listed = m.numbers(DEVICES);
        List<Integer> reshaped = m.numbers(RESHAPED);
        if (reshaped.isEmpty()) {
            return listed.size() == devices ? listed.stream().mapToInt(Integer::intValue).toArray() : null;
        }
        List<Integer> order = m.numbers(TRANSPOSED);
        List<Integer> turned = order.stream().map(reshaped::get).toList();
        return IntStream.range(0, devices).map(k -> {
            List<Integer> place = place(k, turned);
            int index = 0;
            for (int d = 0; d < reshaped.size(); d++) {
                index = index * reshaped.get(d) + place.get(order.indexOf(d));
            }
            return index;
        }).toArray();
    }

    /** Reads protocol buffers' wire format. */
    private static final class Message {
        private final ByteBuffer bytes;

        Message(byte[] bytes) {
            this.bytes = ByteBuffer.wrap(bytes);
        }

        /** The contents of a field, in order; numbers are as long as they are written. */
        private List<Object> field(int wanted) {
            var out = new ArrayList<Object>();
            ByteBuffer b = bytes.duplicate();
            while (b.hasRemaining()) {
                long tag = varint(b);
                Object content = switch ((int) tag & 7) {
                    case 0 -> varint(b);
                    case 1 -> b.getLong();
                    case 2 -> take(b, (int) varint(b));
                    case 5 -> (long) b.getInt();
                    default -> throw new IllegalArgumentException("no field has the type " + (tag & 7));
                };
                if (tag >>> 3 == wanted) {
                    out.add(content);
                }
            }
            return out;
        }

        private static byte[] take(ByteBuffer b, int n) {
            if (n < 0 || n > b.remaining()) {
                throw new IllegalArgumentException("a field is longer than its message");
            }
            var out = new byte[n];
            b.get(out);
            return out;
        }

        private static long varint(ByteBuffer b) {
            long n = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                byte x = b.get();
                n |= (x & 0x7FL) << shift;
                if (x >= 0) {
                    return n;
                }
            }
            throw new IllegalArgumentException("a number is too long");
        }

        boolean has(int field) {
            return !field(field).isEmpty();
        }

        long number(int field) {
            List<Object> all = field(field);
            return all.isEmpty() ? 0 : (Long) all.get(all.size() - 1);
        }

        /** Numbers, packed or one by one. */
        List<Integer> numbers(int field) {
            var out = new ArrayList<Integer>();
            for (Object x : field(field)) {
                if (x instanceof Long n) {
                    out.add(Math.toIntExact(n));
                } else {
                    for (ByteBuffer b = ByteBuffer.wrap((byte[]) x); b.hasRemaining();) {
                        out.add(Math.toIntExact(varint(b)));
                    }
                }
            }
            return out;
        }

        List<Message> messages(int field) {
            return field(field).stream().map(x -> new Message((byte[]) x)).toList();
        }

        Message message(int field) {
            List<Message> all = messages(field);
            return all.isEmpty() ? new Message(new byte[0]) : all.get(0);
        }
    }
}
