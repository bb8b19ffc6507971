"""What can go wrong with any case."""

from songbe.kernel.errors import Conflict, InvalidInput, NotFound


class UnknownCase(NotFound):
    """A code that no case has, or none this reader may see."""

    code = "unknown_case"
    message_en = "There is no case {case!r} here. Check the code on the receipt; it looks like H09.12-231114-0042."
    message_vi = "Không có hồ sơ “{case}”. Hãy xem lại mã trên giấy tiếp nhận, ví dụ H09.12-231114-0042."


class HandedIn(Conflict):
    """A form that was handed in meanwhile, in another window perhaps."""

    code = "handed_in"
    message_en = "This form was handed in as dossier {case}: what is written here now is not kept. Open the dossier under “My dossiers”."  # noqa: E501
    message_vi = "Biểu mẫu này đã nộp thành hồ sơ {case}: nội dung nhập ở đây không được lưu nữa. Hãy mở hồ sơ tại “Hồ sơ của tôi”."  # noqa: E501


class CaseChanged(Conflict):
    """Somebody else was quicker."""

    code = "case_changed"
    message_en = "Case {case} was changed by somebody else meanwhile. Nothing of yours was done: look again and repeat."
    message_vi = "Hồ sơ {case} vừa được người khác thay đổi. Thao tác của bạn chưa thực hiện: hãy xem lại rồi làm lại."


class NotInThisState(Conflict):
    """What was asked for cannot be done as the case stands."""

    code = "not_in_this_state"
    message_en = "Case {case} is {state}, so this cannot be done ({verb}). Nothing was changed."
    message_vi = "Hồ sơ {case} đang ở trạng thái “{state}” nên không thực hiện được ({verb}). Chưa có gì thay đổi."


class NotTaken(InvalidInput):
    """A file that cannot be taken."""

    code = "file_not_taken"
    message_en = "The file “{name}” was not taken. Everything else is kept; choose another file."
    message_vi = "Chưa nhận tệp “{name}”. Những gì đã nhập vẫn được giữ; hãy chọn tệp khác."


class Quarantined(Conflict):
    """A file in which a virus was found after it was taken."""

    code = "file_quarantined"
    message_en = "A virus was found in this file ({found}) after it was given, so nobody can open it. Give it again from a clean device."  # noqa: E501
    message_vi = (
        "Tệp này có vi-rút ({found}), phát hiện sau khi nộp, nên không mở được nữa. Hãy nộp lại tệp từ thiết bị sạch."
    )
