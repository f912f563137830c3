package dev.jacobi.ptx.device;

/** A device could not do something. The message is a sentence that says what, and what to do about it. */
public final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What became of the device. */
    public enum Kind {
        /** There is none, or no driver for it. */
        NONE,
        /** This one call needs more memory than there is. */
        MEMORY,
        /** The device does not take this code. */
        CODE,
        /** The device cannot be used any more by this process. */
        LOST,
        /** The process ends, and the driver has ended before it: nobody needs to hear of it. */
        ENDED,
        /** Nothing is wrong with the device: a defect of ours. */
        DEFECT;

        /** True when every later request fails as well. */
        public boolean lasts() {
            return this == NONE || this == LOST || this == ENDED;
        }
    }

    private final Kind kind;

    public DeviceException(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
