package dev.jacobi.spi;

/** The elements of an array in the memory of a device, or of several, each of which has a block; they never change. May be used by many threads. */
public interface DeviceMemory {
    /** The device: memory belongs to the same one if this is the same object. */
    Object device();

    /** What the elements are looked up by: the device, or what is equal for equal layouts on the same devices. */
    default Object place() {
        return device();
    }

    /** The mesh whose devices have the elements; null for a single device. */
    default MeshAxes mesh() {
        return null;
    }

    /** How they are divided among the devices of {@link #mesh}. */
    default Partition partition() {
        return null;
    }

    /** The device's name, such as {@code gpu:0}. */
    String deviceName();

    /** Bytes that the device has for arrays and programs; 0 when it does not say. */
    long capacity();

    /** Bytes that the elements take on the device. */
    long bytes();

    /** What code for the device takes. */
    Object handle();

    /** Whether it is known that the device will never have the elements, which it was to compute. */
    default boolean isLost() {
        return false;
    }

    /** Waits until the elements are there; false where the device will never have them. */
    default boolean await() {
        return true;
    }

    /**
     * Copies the elements to memory of the process, row-major and without gaps.
     *
     * @throws RuntimeException whose message says why the device cannot give them
     */
    void read(long address);

    /**
     * Copies what one device of {@link #mesh} has, by its number in the mesh.
     *
     * @throws RuntimeException whose message says why the device cannot give them
     */
    default void readBlock(int device, long address) {
        read(address);
    }

    /** Gives the memory back to the device; a second time does nothing. Nothing that uses it is under way. */
    void free();
}
