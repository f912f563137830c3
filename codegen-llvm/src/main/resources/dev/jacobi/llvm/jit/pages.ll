; Pages of the system for the large blocks of memory.ll, which this text stands behind. To touch a page for the first time takes a fault, 1 to 14 microseconds where the system is a virtual machine: more than many a program computes on
; the 4 kB. So blocks up to 8 MB are cut from the front of a piece of 16 MB that may have huge pages, 2 MB a fault; what is cut off is given back by munmap as if it had been mapped alone. Larger blocks begin where a huge page may.
; Where the system has no huge pages, or a page has more bytes than blocks are multiples of, nothing is different but the addresses.

; Where the rest of the open piece begins. Pieces begin at multiples of their size, so that the address tells what is left; such a multiple itself, as 0 is, says that nothing is.
@piece = internal global i64 0, align 64

declare i32 @getpagesize()

; So many bytes of zeros at the beginning of a page, or -1. munmap with their number gives them back.
define internal i64 @pages(i64 %size) {
  %small = icmp ule i64 %size, 8388608
  br i1 %small, label %whole, label %alone
whole:
  ; munmap takes whole pages, so a neighbour's bytes must not be on a block's last one.
  %page = call i32 @getpagesize()
  %page64 = zext i32 %page to i64
  %mask = sub i64 %page64, 1
  %rest = and i64 %size, %mask
  %fits = icmp eq i64 %rest, 0
  br i1 %fits, label %look, label %plain
look:
  %old = load atomic i64, ptr @piece acquire, align 8
  %at = and i64 %old, 16777215
  %none = icmp eq i64 %at, 0
  %left = sub i64 16777216, %at
  %room = select i1 %none, i64 0, i64 %left
  %enough = icmp ule i64 %size, %room
  br i1 %enough, label %cut, label %open
cut:
  ; Whoever moves the beginning of the rest has what was in front. That the rest began there before, in another piece at the same place, is no harm: it is the rest all the same.
  %new = add i64 %old, %size
  %swap = cmpxchg ptr @piece, i64 %old, i64 %new acq_rel monotonic
  %won = extractvalue { i64, i1 } %swap, 1
  br i1 %won, label %done, label %look
done:
  ret i64 %old
open:
  %begin = call i64 @aligned(i64 16777216, i64 16777216)
  %bad = icmp eq i64 %begin, -1
  br i1 %bad, label %plain, label %offer
offer:
  %behind = add i64 %begin, %size
  %swap2 = cmpxchg ptr @piece, i64 %old, i64 %behind acq_rel monotonic
  %first = extractvalue { i64, i1 } %swap2, 1
  br i1 %first, label %tail, label %late
tail:
  ; The rest of the last piece is nobody's.
  call void @give_back(i64 %old, i64 %room)
  ret i64 %begin
late:
  ; Another thread has opened a piece meanwhile.
  call void @give_back(i64 %begin, i64 16777216)
  br label %look
alone:
  %large = call i64 @aligned(i64 %size, i64 2097152)
  %refused = icmp eq i64 %large, -1
  br i1 %refused, label %plain, label %large2
large2:
  ret i64 %large
plain:
  %b = call i64 @request(i64 %size)
  ret i64 %b
}

; Mapped memory that begins at a multiple of %by, a power of two, and may have huge pages; or -1.
define internal i64 @aligned(i64 %size, i64 %by) {
  ; So much more is mapped that such an address is in it, and what is in front of it and behind is given back.
  %all = add i64 %size, %by
  %b = call i64 @request(i64 %all)
  %bad = icmp eq i64 %b, -1
  br i1 %bad, label %none, label %made
none:
  ret i64 -1
made:
  %less = sub i64 %by, 1
  %up = add i64 %b, %less
  %mask = sub i64 0, %by
  %begin = and i64 %up, %mask
  %front = sub i64 %begin, %b
  call void @give_back(i64 %b, i64 %front)
  %end = add i64 %begin, %size
  %back = sub i64 %by, %front
  call void @give_back(i64 %end, i64 %back)
  %p = inttoptr i64 %begin to ptr
  ; 14: MADV_HUGEPAGE
  %ignored = call i32 @madvise(ptr %p, i64 %size, i32 14)
  ret i64 %begin
}

; 3: PROT_READ and PROT_WRITE; 34: MAP_PRIVATE and MAP_ANONYMOUS; MAP_FAILED is -1.
define internal i64 @request(i64 %size) {
  %b = call ptr @mmap(ptr null, i64 %size, i32 3, i32 34, i32 -1, i64 0)
  %bi = ptrtoint ptr %b to i64
  ret i64 %bi
}

define internal void @give_back(i64 %begin, i64 %size) {
  %nothing = icmp eq i64 %size, 0
  br i1 %nothing, label %end, label %go
go:
  %p = inttoptr i64 %begin to ptr
  %ignored = call i32 @munmap(ptr %p, i64 %size)
  br label %end
end:
  ret void
}
