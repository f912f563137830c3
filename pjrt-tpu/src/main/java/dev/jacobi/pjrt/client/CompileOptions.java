package dev.jacobi.pjrt.client;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a program is compiled, as the bytes of a {@code CompileOptionsProto} ({@code xla/pjrt/proto/compile_options.proto}): so many replicas, each
 * of so many partitions; more than one partition means SPMD, by Shardy's annotations or the older ones. Replica r, partition p runs on the device whose number is at r * partitions + p of
 * {@code devices}.
 */
public record CompileOptions(int replicas, int partitions, boolean shardy, List<Integer> devices) {
    private static final int EXECUTABLE_BUILD_OPTIONS = 3;
    private static final int DEVICE_ORDINAL = 1;
    private static final int NUM_REPLICAS = 4;
    private static final int NUM_PARTITIONS = 5;
    private static final int USE_SPMD = 6;
    private static final int DEVICE_ASSIGNMENT = 9;
    private static final int USE_SHARDY = 19;

    /** One device. */
    public static final CompileOptions ONE_DEVICE = new CompileOptions(1, 1, false);

    public CompileOptions {
        devices = List.copyOf(devices);
    }

    /** For devices that are numbered from 0. */
    public CompileOptions(int replicas, int partitions, boolean shardy) {
        this(replicas, partitions, shardy, IntStream.range(0, replicas * partitions).boxed().toList());
    }

    /** For one program of all these devices, as the annotations in its text say. */
    public static CompileOptions partitioned(List<Integer> devices) {
        return new CompileOptions(1, devices.size(), true, devices);
    }

    /** The message. */
    byte[] bytes() {
        var build = new Message();
        build.number(DEVICE_ORDINAL, -1);
        build.number(NUM_REPLICAS, replicas);
        build.number(NUM_PARTITIONS, partitions);
        if (partitions > 1) {
            build.number(USE_SPMD, 1);
        }
        build.message(DEVICE_ASSIGNMENT, assignment());
        if (shardy) {
            build.number(USE_SHARDY, 1);
        }
        var options = new Message();
        options.message(EXECUTABLE_BUILD_OPTIONS, build.bytes());
        return options.bytes();
    }

    /** {@code DeviceAssignmentProto}: both counts, and per partition the device of each replica. */
    private byte[] assignment() {
        var out = new Message();
        out.number(1, replicas);
        out.number(2, partitions);
        for (int p = 0; p < partitions; p++) {
            var ids = new Message();
            for (int r = 0; r < replicas; r++) {
                ids.varint(devices.get(r * partitions + p));
            }
            var one = new Message();
            one.message(1, ids.bytes());
            out.message(3, one.bytes());
        }
        return out.bytes();
    }

    /** Writes protocol buffers' wire format. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void number(int field, long value) {
            varint((long) field << 3);
            varint(value);
        }

        void message(int field, byte[] content) {
            varint((long) field << 3 | 2);
            varint(content.length);
            out.writeBytes(content);
        }

        void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
