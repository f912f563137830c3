package dev.jacobi.array.file;

import java.util.Locale;

/** Element types that the files have: NumPy's name, bytes of an element, bytes of what is swapped between byte orders, NumPy's letter, and safetensors' name. */
enum ElementType {
    BOOL("bool", 1, 1, 'b', "BOOL"),
    INT8("int8", 1, 1, 'i', "I8"), INT16("int16", 2, 2, 'i', "I16"), INT32("int32", 4, 4, 'i', "I32"), INT64("int64", 8, 8, 'i', "I64"),
    UINT8("uint8", 1, 1, 'u', "U8"), UINT16("uint16", 2, 2, 'u', "U16"), UINT32("uint32", 4, 4, 'u', "U32"), UINT64("uint64", 8, 8, 'u', "U64"),
    FLOAT16("float16", 2, 2, 'f', "F16"), FLOAT32("float32", 4, 4, 'f', "F32"), FLOAT64("float64", 8, 8, 'f', "F64"),
    /** NumPy does not know this type: ml_dtypes has it written as two bytes of no type. */
    BFLOAT16("bfloat16", 2, 2, 'V', "BF16"),
    COMPLEX64("complex64", 8, 4, 'c', "C64"), COMPLEX128("complex128", 16, 8, 'c', null);

    private final String numpy;
    private final int bytes;
    private final int word;
    private final char letter;
    private final String safetensors;

    ElementType(String numpy, int bytes, int word, char letter, String safetensors) {
        this.numpy = numpy;
        this.bytes = bytes;
        this.word = word;
        this.letter = letter;
        this.safetensors = safetensors;
    }

    /** The name in {@link ArrayData}. */
    String numpy() {
        return numpy;
    }

    /** Size of an element. */
    int bytes() {
        return bytes;
    }

    /** Size of what is stored in one byte order: of a complex number each part. */
    int word() {
        return word;
    }

    /** The name in safetensors' header, or null where that format has no such type. */
    String safetensors() {
        return safetensors;
    }

    /** What the header of an .npy file calls the type. */
    String descr() {
        return (bytes == 1 ? "|" : "<") + letter + bytes;
    }

    /** The type of that name, or null. */
    static ElementType ofNumpy(String name) {
        for (ElementType t : values()) {
            if (t.numpy.equals(name)) {
                return t;
            }
        }
        return null;
    }

    /** The type that an .npy file's header names behind the letter of its byte order, or null. */
    static ElementType ofLetter(String letterAndSize) {
        if (letterAndSize.equals("?")) {
            return BOOL;
        }
        for (ElementType t : values()) {
            if (letterAndSize.equals(t.letter + Integer.toString(t.bytes))) {
                return t;
            }
        }
        return null;
    }

    /** The type that safetensors' header names, or null. */
    static ElementType ofSafetensors(String name) {
        for (ElementType t : values()) {
            if (name.equals(t.safetensors)) {
                return t;
            }
        }
        return null;
    }

    static String names() {
        var all = new StringBuilder();
        for (ElementType t : values()) {
            all.append(all.length() > 0 ? ", " : "").append(t.numpy.toLowerCase(Locale.ROOT));
        }
        return all.toString();
    }
}
