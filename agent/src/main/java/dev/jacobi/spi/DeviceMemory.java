package dev.jacobi.spi;

/** The elements of an array in the memory of a device, which never change. May be used by many threads. */
public interface DeviceMemory {
    /** The device: memory belongs to the same one if this is the same object. */
    Object device();

    /** The device's name, such as {@code gpu:0}. */
    String deviceName();

    /** Bytes that the device has for arrays and programs; 0 when it does not say. */
    long capacity();

    /** Bytes that the elements take on the device. */
    long bytes();

    /** What code for the device takes. */
    Object handle();

    /**
     * Copies the elements to memory of the process, row-major and without gaps.
     *
     * @throws RuntimeException whose message says why the device cannot give them
     */
    void read(long address);

    /** Gives the memory back to the device; a second time does nothing. Nothing that uses it is under way. */
    void free();
}
