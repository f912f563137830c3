; Whether OpenBLAS is loaded. The addresses of its functions, which jit.OpenBlas stores, are in variables @jacobi_library.NAME below; they are stored before this is set.
@loaded = internal global i8 0

define i1 @jacobi_library_ready() {
  %x = load atomic i8, ptr @loaded acquire, align 1
  %y = icmp ne i8 %x, 0
  ret i1 %y
}

; Says that it is; the argument has no meaning.
define i64 @jacobi_library_found(i64 %none) {
  store atomic i8 1, ptr @loaded release, align 1
  ret i64 0
}
