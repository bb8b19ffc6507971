"""What can go wrong with an order."""

from songbe.kernel.errors import Conflict, InvalidInput, NotFound


class UnknownOrder(NotFound):
    """A number that no order has, or none this reader may see."""

    code = "unknown_order"
    message_en = "There is no payment order {number!r} here. Its number stands on the dossier's page."
    message_vi = "Không có phiếu nộp phí “{number}”. Số phiếu ghi trên trang hồ sơ."


class OrderNotInThisState(Conflict):
    """What was asked for cannot be done as the order stands."""

    code = "order_not_in_this_state"
    message_en = "Payment order {number} is {state}, so this cannot be done ({verb}). Nothing was changed."
    message_vi = (
        "Phiếu nộp phí {number} đang ở trạng thái “{state}” nên không thực hiện được ({verb}). Chưa có gì thay đổi."
    )


class PaidAlready(Conflict):
    """An order that is to be paid a second time."""

    code = "paid_already"
    message_en = "Payment order {number} was paid already ({reference}), so nothing was noted. Give the money back if it was taken twice."  # noqa: E501
    message_vi = "Phiếu nộp phí {number} đã thu rồi (chứng từ {reference}) nên không ghi nhận nữa. Nếu đã thu tiền hai lần, hãy trả lại người nộp."  # noqa: E501


class WrongAmount(InvalidInput):
    """Another sum than is owed."""

    code = "wrong_amount"
    message_en = "Payment order {number} is for {owed} đồng, not {given}. Nothing was noted: take the whole sum, or reckon the order anew first."  # noqa: E501
    message_vi = "Phiếu nộp phí {number} phải nộp {owed} đồng, không phải {given}. Chưa ghi nhận: hãy thu đúng số tiền, hoặc tính lại phiếu trước."  # noqa: E501


class NotAnAmount(InvalidInput):
    """A text that is no sum of money."""

    code = "not_an_amount"
    message_en = "“{given}” is no whole number of đồng. Write it like 100.000. Nothing was changed."
    message_vi = "“{given}” không phải số tiền đồng chẵn. Hãy ghi như 100.000. Chưa có gì thay đổi."


class NoSuchAmounts(InvalidInput):
    """Amounts that an order cannot have."""

    code = "no_such_amounts"
    message_en = "Payment order {number} needs one whole number of đồng for each of its {count} lines, together more than nothing. Nobody owes anything? Cancel it."  # noqa: E501
    message_vi = "Phiếu nộp phí {number} cần một số tiền đồng chẵn cho mỗi dòng ({count} dòng), cộng lại lớn hơn 0. Nếu được miễn, hãy hủy phiếu."  # noqa: E501


class NoSuchChannel(InvalidInput):
    """A way to pay that is none."""

    code = "no_such_channel"
    message_en = "Say how payment order {number} was paid: one of {allowed}. Nothing was noted."
    message_vi = "Hãy chọn cách nộp của phiếu {number}: một trong {allowed}. Chưa ghi nhận."


class NoReference(InvalidInput):
    """Money without a receipt."""

    code = "no_reference"
    message_en = (
        "Give the number of the receipt, or the bank's reference, for payment order {number}. Nothing was noted."
    )
    message_vi = "Hãy ghi số biên lai hoặc mã giao dịch của ngân hàng cho phiếu {number}. Chưa ghi nhận."


class NoReasonGiven(InvalidInput):
    """Something that must be explained."""

    code = "no_reason_given"
    message_en = "Say why: it is kept with payment order {number}. Nothing was changed."
    message_vi = "Hãy ghi lý do, lý do được lưu cùng phiếu {number}. Chưa có gì thay đổi."
