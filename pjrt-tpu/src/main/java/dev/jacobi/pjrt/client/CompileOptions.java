package dev.jacobi.pjrt.client;

import java.io.ByteArrayOutputStream;

/**
 * How a program is compiled, as the bytes of a {@code CompileOptionsProto} ({@code xla/pjrt/proto/compile_options.proto}): so many replicas, each
 * of so many partitions; more than one partition means SPMD, by Shardy's annotations or the older ones.
 */
public record CompileOptions(int replicas, int partitions, boolean shardy) {
    private static final int EXECUTABLE_BUILD_OPTIONS = 3;
    private static final int DEVICE_ORDINAL = 1;
    private static final int NUM_REPLICAS = 4;
    private static final int NUM_PARTITIONS = 5;
    private static final int USE_SPMD = 6;
    private static final int DEVICE_ASSIGNMENT = 9;
    private static final int USE_SHARDY = 19;

    /** One device. */
    public static final CompileOptions ONE_DEVICE = new CompileOptions(1, 1, false);

    /** The message. Devices are assigned by number: replica r, partition p runs on device r * partitions + p. */
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
                ids.varint((long) r * partitions + p);
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
